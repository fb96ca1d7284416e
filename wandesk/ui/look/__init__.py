"""How Wan Desk looks: tokens, palette, style sheet and icons. The only package that knows a colour."""

from wandesk.ui.look.icons import IconLabel, IconRole, application_icon, icon, icon_names, icon_pixmap
from wandesk.ui.look.style import (
    Dress,
    Look,
    TextSize,
    apply_look,
    dress,
    palette_of,
    style_sheet_of,
    text_font,
    undressed,
)
from wandesk.ui.look.tokens import Theme, Tokens, is_dark, load_tokens, tokens_of

__all__ = [
    "Dress",
    "IconLabel",
    "IconRole",
    "Look",
    "TextSize",
    "Theme",
    "Tokens",
    "application_icon",
    "apply_look",
    "dress",
    "icon",
    "icon_names",
    "icon_pixmap",
    "is_dark",
    "load_tokens",
    "palette_of",
    "style_sheet_of",
    "text_font",
    "tokens_of",
    "undressed",
]
