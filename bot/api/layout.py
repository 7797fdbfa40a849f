"""The frame of the few pages that the gateway writes itself. Anything inside must be safe HTML already."""

from html import escape

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/static/art/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/page.css">
<script async src="/widget.js"></script>
</head>
<body class="help">
<main>
{body}
</main>
</body>
</html>
"""


def page(title: str, body: str) -> str:
    return _PAGE.format(title=escape(title), body=body)
