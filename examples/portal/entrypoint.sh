#!/bin/sh
# "web" serves the portal; "manage …" runs a command of Django.
set -eu
case "${1:-web}" in
  # No access log: addresses of invitations are keys. The portal logs each request itself, by the name of its page.
  # gunicorn believes no proxy: the portal does, those that PORTAL_PROXIES names.
  web) exec gunicorn portal.wsgi --bind 0.0.0.0:8000 --workers "${PORTAL_WORKERS:-2}" --forwarded-allow-ips '' ;;
  manage) shift; exec python manage.py "$@" ;;
  *) echo "say web, or manage and a command" >&2; exit 2 ;;
esac
