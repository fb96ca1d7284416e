"""The form on the left, the only code that edits a draft.

One surface (`composer.py`) holds the cards in a column that scrolls (`cards.py`) and the footer with the price. A card
is a part of the form without a ground of its own. What appears for a while lies on the picture or floats, so that it
moves nothing.

Where something is added:

- A request parameter: its entry in `domain.parameters` says where the form shows it. `FormPlace.CHIP` makes a chip in
  the row of the video's values, `FormPlace.MORE` a field behind the chip *More*, both from the kind of the entry
  (`fields.make_field`). The words are in `ui.wording.parameters`. Nothing is changed here.
- A chip that is no parameter: `cards.video.add_chip(widget)`. It stands before *More*.
- A card: a subclass of `Card` with `tab_stops`, added to the tuple in `Cards.__init__` and shown in `Cards.show_draft`.
  Its `SentenceLabel`s are scrolled into view when they appear. A card with a picture is a `PictureCard` with its own
  texts, and has its place in `Frames`, where its sentences float over the pictures; a card with another file is an
  `InputCard`.
- A button on a picture: `picture_card.add_button(icon, name)`. It is shown while there is a picture. `Cropping` is such
  a button, with a dialog that changes the `PictureEdit` of the draft.
- An idea or an example for the prompt: an entry of `resources/ideas.toml`.
- Something below the prompt: `cards.prompt.column.addWidget(widget)`, with its height in `PromptCard.around_height`.

The heights of picture and prompt depend on the height of the form alone (`Cards.fit`).
"""

from wandesk.ui.composer.composer import Composer
from wandesk.ui.composer.part_player import AudioPlayer

__all__ = ["AudioPlayer", "Composer"]
