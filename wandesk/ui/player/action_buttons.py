"""Buttons on the stage for the job actions of one place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from wandesk.ui.job_action import JobAction, Place
from wandesk.ui.job_actions import JobActionKey, actions_at
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import IconRole, StyleClass, Theme, icon, set_style_class
from wandesk.ui.wording.actions import plain


class ActionButton(QPushButton):
    """One action; hidden if the job does not offer it."""

    def __init__(self, action: JobAction, *, is_on_stage: bool) -> None:
        """`is_on_stage`: its ground is dark in both themes. Otherwise it is a chip without an icon below the stage."""
        super().__init__(plain(action.label()))
        self._action = action
        self._has_icon = is_on_stage
        self._usual = StyleClass.ON_STAGE if is_on_stage else StyleClass.CHIP
        self.setAccessibleName(self.text())
        self.setAutoDefault(False)
        self.hide()

    @property
    def action(self) -> JobAction:
        return self._action

    def show_job(self, it: JobSnapshot, *, is_main: bool) -> None:
        """Show the action's label and whether it is possible. The main button of a place is filled."""
        action = self._action
        stage_label = action.stage_label(it)
        self.setText(stage_label or plain(action.text(it)))
        self.setAccessibleName(stage_label or plain(action.label()))
        self.setAccessibleDescription(action.description(it))
        self.setEnabled(action.is_possible(it))
        if action.icon and self._has_icon:
            role = IconRole.ON_ACCENT if is_main else IconRole.PLAIN
            self.setIcon(icon(action.icon, role, None if is_main else Theme.DARK))
        set_style_class(self, StyleClass.PRIMARY if is_main else self._usual)


class ActionButtons(QObject):
    """The buttons of one place: free ones first, what gives up last. The owner puts them into a layout."""

    requested = Signal(object)
    """The JobActionKey of the button that was pressed."""

    def __init__(self, place: Place, parent: QObject) -> None:
        super().__init__(parent)
        self._has_main = place not in (Place.STAGE_VIDEO, Place.STAGE_MAKING)
        ordered = sorted(actions_at(place), key=lambda action: (action.gives_up, action.costs_money))
        is_on_stage = place is not Place.STAGE_VIDEO
        self.buttons = tuple(ActionButton(action, is_on_stage=is_on_stage) for action in ordered)
        for button in self.buttons:
            button.clicked.connect(lambda _checked=False, key=button.action.key: self.requested.emit(key))

    def button(self, key: JobActionKey) -> ActionButton:
        """The button of an action of this place."""
        return next(button for button in self.buttons if button.action.key is key)

    def show_job(self, it: JobSnapshot) -> None:
        """Show what this job offers. The first free action is the main button; beside a video, none is."""
        shown = [button for button in self.buttons if button.action.is_shown(it)]
        may_be_main = (each for each in shown if not (each.action.costs_money or each.action.gives_up))
        main = next(may_be_main, None) if self._has_main else None
        for button in self.buttons:
            button.show_job(it, is_main=button is main)
            button.setVisible(button in shown)

    def show_only(self, it: JobSnapshot, key: JobActionKey | None) -> None:
        """Show one action or none, whatever else the job offers."""
        for button in self.buttons:
            is_chosen = button.action.key is key
            button.show_job(it, is_main=is_chosen and self._has_main)
            button.setVisible(is_chosen)
