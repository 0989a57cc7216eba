"""
A picture on a page of the site, with what it shows in the language of the site.
"""

import html

from docutils import nodes
from picture import Kind
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from writing import DOCS, say

from psc_workflow._model.money import Locale


class PictureOfPage(SphinxDirective):
    """The picture of this name: an image in a box that can be scrolled, a drawing, or a page inside the page."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the picture, unless texts to translate are looked for: it speaks both languages by itself."""
        if self.env.app.builder.name == "gettext":
            return []
        locale: Locale = "fr" if self.config.language == "fr" else "en"
        return [nodes.raw("", self.markup(self.arguments[0], locale), format="html")]

    def markup(self, name: str, locale: Locale) -> str:
        """Write the picture as HTML; a drawing has its own words, the others are described."""
        import pictures  # noqa: PLC0415 -- who looks for texts to translate needs no pictures

        if name not in pictures.pictures():
            raise self.error(f"there is no picture called {name}")
        picture, file = pictures.pictures()[name], pictures.file_of(name)
        if picture.kind is not Kind.PHOTO:
            self.env.note_dependency(str(DOCS / pictures.FOLDER / file))
        label = say("Image, à faire défiler", "Picture, to scroll", locale)
        if picture.kind is Kind.CHART:
            drawing = (DOCS / pictures.FOLDER / file).read_text(encoding="utf-8")
            return f'<div class="picture tall" tabindex="0" role="group" aria-label="{label}">\n{drawing}\n</div>'
        address = f"{'../' * self.env.docname.count('/')}_static/{file}"
        about = html.escape(picture.text(locale), quote=True)
        if picture.kind is Kind.SCREEN:
            return f'<iframe class="screen" src="{address}" title="{about}" loading="lazy"></iframe>'
        image = f'<img src="{address}" alt="{about}" loading="lazy">'
        return f'<div class="picture" tabindex="0" role="group" aria-label="{label}">{image}</div>'


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directive known."""
    app.add_directive("picture", PictureOfPage)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
