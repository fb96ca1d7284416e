"""Paints a row of the job list: poster, prompt, state, price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wandesk.domain.job import Job, JobStage
from wandesk.domain.job_rules import is_held, is_paused, transfer_share
from wandesk.domain.progress import Progress
from wandesk.ui.jobs.model import JOB_ROLE, PROGRESS_ROLE
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.row_layout import (
    GAP,
    POSTER,
    SPACING,
    RowLayout,
    elided,
    fitted,
    poster_area,
    takes_whole_line,
    title_font,
)
from wandesk.ui.jobs.stage_icons import STAGE_ICONS
from wandesk.ui.look import IconRole, TextSize, Tokens, icon_pixmap, moves, text_font, tokens_of
from wandesk.ui.widgets.plain_text import show_tooltip
from wandesk.ui.wording import jobs as wording

DOT = 4.0
DOTS = 3
TRANSFER_WIDTH = 160

ICON_SIDE = 16
TOOLTIP_LIMIT = 200
"""Characters of a prompt in a tooltip; the stage shows all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """Facts that a row shows besides the job itself."""

    now: Callable[[], float]
    """The local clock, in seconds since 1970."""
    is_practice: Callable[[Job], bool]


class JobDelegate(QStyledItemDelegate):
    """Paints the rows, from the tokens of the palette only."""

    def __init__(self, posters: PosterCache, facts: RowFacts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posters = posters
        self._facts = facts
        self.rows = RowLayout(facts.is_practice)

    def tooltip(self, job: Job, progress: Progress | None, row: QRect) -> tuple[str, ...]:
        """The beginning of the prompt and the state if the row elides one of them, else nothing."""
        parts = self.rows.parts(self.rows.inner(row), job, progress)
        title, state = wording.title(job), self._state_text(job, progress)
        room = parts.state.width() - self._inset(job, progress, parts.state)
        if (
            elided(title, title_font(job), parts.title.width()) == title
            and elided(state, text_font(TextSize.BODY), room) == state
        ):
            return ()
        prompt = wording.whole_prompt(job)
        if len(prompt) > TOOLTIP_LIMIT:
            prompt = f"{prompt[:TOOLTIP_LIMIT].rstrip()}…"
        return prompt, state

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() is not QEvent.Type.ToolTip:
            return bool(super().helpEvent(event, view, option, index))
        job: Job | None = index.data(JOB_ROLE) if index.isValid() else None
        paragraphs = () if job is None else self.tooltip(job, index.data(PROGRESS_ROLE), option.rect)
        show_tooltip(event.globalPos(), paragraphs, view, option.rect)
        return True

    def drag_picture(self, job: Job, ratio: float) -> QPixmap:
        """The drag picture of the job's video: its poster, as in the row."""
        pixmap = self._posters.pixmap(job.poster, POSTER, ratio, is_cropped=True) if job.poster else None
        if pixmap is None:
            return icon_pixmap("video", IconRole.MUTED, 2 * ICON_SIDE, ratio)
        shown = QPixmap(pixmap)
        shown.setDevicePixelRatio(ratio)
        return shown

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(160, self.rows.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = tokens_of(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, option.rect.adjusted(0, 0, 0, -SPACING), option.state, tokens)
        inner = self.rows.inner(option.rect)
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            self._paint_skeleton(painter, poster_area(inner), inner, tokens)
        else:
            progress: Progress | None = index.data(PROGRESS_ROLE)
            parts = self.rows.parts(inner, job, progress)
            self._paint_poster(painter, parts.poster, job, tokens)
            self._paint_trailing(painter, parts.trailing, job, progress, tokens)
            painter.setFont(title_font(job))
            painter.setPen(tokens.text)
            _draw(painter, parts.title, elided(wording.title(job), painter.font(), parts.title.width()))
            self._paint_state(painter, parts.state, job, progress, option, tokens)
        painter.restore()

    def _state_text(self, job: Job, progress: Progress | None) -> str:
        return wording.stage_text(
            job, progress, now=self._facts.now(), usual=progress.usual_seconds if progress else None
        )

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        background = tokens.accent_soft if is_selected else tokens.surface
        is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
        edge = background if is_selected else tokens.field_edge if is_pointed_at else tokens.line
        painter.setPen(QPen(edge, 1))
        painter.setBrush(background)
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), tokens.radius, tokens.radius)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tokens.ring, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), tokens.radius, tokens.radius)

    def _paint_skeleton(self, painter: QPainter, poster: QRect, inner: QRect, tokens: Tokens) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.line)
        painter.drawRoundedRect(poster, 6, 6)
        left = poster.right() + 2 * GAP
        room = inner.right() - left
        painter.drawRoundedRect(QRect(left, poster.top() + 10, min(280, room), 12), 4, 4)
        painter.drawRoundedRect(QRect(left, poster.top() + 34, min(160, room), 10), 4, 4)

    def _paint_poster(self, painter: QPainter, area: QRect, job: Job, tokens: Tokens) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(area), 6, 6)
        ratio = painter.device().devicePixelRatio()
        pixmap = None
        if job.poster:
            pixmap = self._posters.pixmap(job.poster, area.size(), ratio, is_cropped=True)
        if pixmap is None:
            painter.fillPath(shape, tokens.line)
            side = 24
            shown = icon_pixmap("video" if job.video else "picture", IconRole.MUTED, side, ratio)
            painter.drawPixmap(area.center() - QRect(0, 0, side, side).center(), shown)
            return
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(area, pixmap)
        if not job.video:  # only the input picture: paler than a video
            veil = QColor(tokens.surface)
            veil.setAlphaF(0.35)
            painter.fillPath(shape, veil)
        painter.restore()

    def _paint_trailing(
        self, painter: QPainter, area: QRect, job: Job, progress: Progress | None, tokens: Tokens
    ) -> None:
        """Paint the row's right end: the price and the request."""
        small = text_font(TextSize.SMALL)
        measure = QFontMetrics(small)
        painter.setFont(small)
        first, second = QRect(area), QRect(area)
        first.setHeight(QFontMetrics(title_font(job)).height())
        second.setTop(area.bottom() - QFontMetrics(text_font(TextSize.BODY)).height() + 1)
        if self._facts.is_practice(job):
            text = wording.practice()
            tag = QRect(0, 0, measure.horizontalAdvance(text) + 2 * GAP, measure.height() + 4)
            tag.moveCenter(first.center())
            tag.moveRight(first.right())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.practice_soft)
            painter.drawRoundedRect(tag, tag.height() / 2, tag.height() / 2)
            painter.setPen(tokens.practice)
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
        elif not job.stage.is_free_of_charge and (text := wording.price(job)):
            painter.setPen(tokens.muted)
            painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        if not takes_whole_line(job, progress):
            painter.setPen(tokens.muted)
            at_the_end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(second, at_the_end, wording.request_text(job))

    def _inset(self, job: Job, progress: Progress | None, area: QRect) -> int:
        """Logical pixels before the text of the second line."""
        if _icon_of(job, progress) is not None:
            return ICON_SIDE + 6
        if transfer_share(job, progress) is not None:
            return min(TRANSFER_WIDTH, area.width() // 3) + GAP + 4
        return round(DOTS * 2 * DOT) + 6 if job.stage.is_active else 0

    def _paint_state(
        self,
        painter: QPainter,
        area: QRect,
        job: Job,
        progress: Progress | None,
        option: QStyleOptionViewItem,
        tokens: Tokens,
    ) -> None:
        font = text_font(TextSize.BODY)
        painter.setFont(font)
        inset = self._inset(job, progress, area)
        if (shown := _icon_of(job, progress)) is not None:
            pixmap = icon_pixmap(*shown, ICON_SIDE, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(area.left(), area.center().y() - ICON_SIDE / 2 + 0.5), pixmap)
        elif (share := transfer_share(job, progress)) is not None:
            bar = QRectF(area.left(), area.center().y() - 1, inset - GAP - 4, 4)
            _paint_bar(painter, bar, share, tokens)
        elif job.stage.is_active:
            self._paint_dots(painter, area, job, option, tokens)
        held = is_held(job, progress)
        painter.setPen(tokens.accent_text if job.stage.is_active and not held else tokens.muted)
        if held or job.stage is JobStage.UNCERTAIN:
            painter.setPen(tokens.practice)
        if job.stage is JobStage.FAILED:
            painter.setPen(tokens.loss)
        room = area.adjusted(inset, 0, 0, 0)
        kept = wording.last_text(job, progress, now=self._facts.now())
        _draw(painter, room, fitted(self._state_text(job, progress), kept, font, room.width()))

    def _paint_dots(
        self, painter: QPainter, room: QRect, job: Job, option: QStyleOptionViewItem, tokens: Tokens
    ) -> None:
        """Paint three dots, one of them lit. It moves every second, unless the user or the system wants no motion."""
        can_move = moves(option.widget)
        lit = int(wording.elapsed(job, self._facts.now())) % DOTS if can_move else DOTS // 2
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for each in range(DOTS):
            painter.setBrush(tokens.accent if each == lit else tokens.field_edge)
            painter.drawEllipse(
                QPointF(room.left() + DOT / 2 + each * 2 * DOT, room.center().y() + 1), DOT / 2, DOT / 2
            )
        painter.restore()


def _icon_of(job: Job, progress: Progress | None) -> tuple[str, IconRole] | None:
    if not is_held(job, progress):
        return STAGE_ICONS.get(job.stage)
    return ("pause", IconRole.MUTED) if is_paused(progress) else ("warning", IconRole.PRACTICE)


def _draw(painter: QPainter, area: QRect, text: str) -> None:
    painter.drawText(
        area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text
    )


def _paint_bar(painter: QPainter, area: QRectF, share: float, tokens: Tokens) -> None:
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.track)
    painter.drawRoundedRect(area, 2, 2)
    painter.setBrush(tokens.accent)
    painter.drawRoundedRect(QRectF(area.left(), area.top(), area.width() * share, area.height()), 2, 2)
    painter.restore()
