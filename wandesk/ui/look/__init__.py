"""The look: tokens, palette, style sheet and icons. The only package that knows colours."""

from wandesk.ui.look.fonts import spaced, wear_fonts
from wandesk.ui.look.icons import IconLabel, IconRole, application_icon, icon, icon_names, icon_pixmap
from wandesk.ui.look.keyboard_ring import RING
from wandesk.ui.look.motion import Motion, moves, set_motion, set_system_motion
from wandesk.ui.look.style import (
    Look,
    StyleClass,
    TextSize,
    apply_look,
    palette_of,
    set_style_class,
    style_sheet_of,
    style_sheet_suspended,
    text_font,
    wear_theme,
)
from wandesk.ui.look.tokens import Theme, Tokens, is_dark, load_tokens, tokens_of

__all__ = [
    "RING",
    "IconLabel",
    "IconRole",
    "Look",
    "Motion",
    "StyleClass",
    "TextSize",
    "Theme",
    "Tokens",
    "application_icon",
    "apply_look",
    "icon",
    "icon_names",
    "icon_pixmap",
    "is_dark",
    "load_tokens",
    "moves",
    "palette_of",
    "set_motion",
    "set_style_class",
    "set_system_motion",
    "spaced",
    "style_sheet_of",
    "style_sheet_suspended",
    "text_font",
    "tokens_of",
    "wear_fonts",
    "wear_theme",
]
