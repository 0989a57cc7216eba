/* What has moved to another page: an old address leads there. Without this script it leads to the link. */
"use strict";

function follow() {
  const hash = decodeURIComponent(window.location.hash.slice(1));
  for (let name = hash; name; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
    const place = document.getElementById(name);
    if (place && place.classList.contains("moved")) {
      const link = place.querySelector("a") || place.parentElement.querySelector("a");
      window.location.replace(name === hash ? link.href : `${link.href.split("#")[0]}#${hash}`);
      return;
    }
    if (place) {
      return;
    }
  }
}

document.addEventListener("DOMContentLoaded", follow);
window.addEventListener("hashchange", follow);
