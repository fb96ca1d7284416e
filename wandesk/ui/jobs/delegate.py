"""A row of the job list: poster, prompt, words for the stage, price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wandesk.domain.job import Job, JobStage, Progress, WaitReason
from wandesk.ui.jobs.model import JOB_ROLE, PROGRESS_ROLE
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, TextSize, Tokens, icon_pixmap, text_font, tokens_of
from wandesk.ui.wording import jobs as words

POSTER = QSize(96, 56)
GAP = 8
DOT = 4.0
DOTS = 3
TRANSFER_WIDTH = 160

_SIGNS: dict[JobStage, tuple[str, IconRole]] = {
    JobStage.FAILED: ("error", IconRole.LOSS),
    JobStage.UNCERTAIN: ("warning", IconRole.PRACTICE),
    JobStage.CANCELED: ("cancel", IconRole.MUTED),
    JobStage.EXPIRED: ("clock", IconRole.MUTED),
}
BETWEEN = 6
"""Logical pixels between two rows: each is a card of its own."""
_TRANSFERS = frozenset({JobStage.UPLOADING, JobStage.SUBMITTING, JobStage.DOWNLOADING})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What a row shows besides the job itself."""

    now: Callable[[], float]
    """The present as the jobs' own times count it: seconds since 1970."""
    usual: Callable[[Job], float | None]
    is_practice: Callable[[Job], bool]


class JobDelegate(QStyledItemDelegate):
    """Paints from tokens only; measures nothing per row, so every row has one height."""

    def __init__(self, posters: PosterCache, facts: RowFacts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posters = posters
        self._facts = facts

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        lines = (
            QFontMetrics(text_font(TextSize.BODY, is_strong=True)).height()
            + QFontMetrics(text_font(TextSize.BODY)).height()
        )
        height = max(POSTER.height(), lines + GAP) + 2 * GAP
        return QSize(160, -(-height // GAP) * GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = tokens_of(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = option.rect.adjusted(0, 0, 0, -BETWEEN)
        self._paint_ground(painter, area, option.state, tokens)
        inner = area.adjusted(GAP, 0, -GAP - GAP // 2, 0)
        poster = QRect(inner.left(), area.center().y() - POSTER.height() // 2 + 1, POSTER.width(), POSTER.height())
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            self._paint_skeleton(painter, poster, inner, tokens)
        else:
            progress: Progress | None = index.data(PROGRESS_ROLE)
            self._paint_poster(painter, poster, job, tokens)
            self._paint_words(painter, poster, inner, job, progress, option, tokens)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag, tokens: Tokens) -> None:
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = tokens.accent_soft if is_selected else tokens.surface
        is_pointed_at = bool(state & QStyle.StateFlag.State_MouseOver)
        edge = ground if is_selected else tokens.field_edge if is_pointed_at else tokens.line
        painter.setPen(QPen(edge, 1))
        painter.setBrush(ground)
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
            sign = icon_pixmap("film" if job.film else "picture", IconRole.MUTED, side, ratio)
            painter.drawPixmap(area.center() - QRect(0, 0, side, side).center(), sign)
            return
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(area, pixmap)
        if not job.film:  # only the picture so far: quieter than a film
            veil = QColor(tokens.surface)
            veil.setAlphaF(0.35)
            painter.fillPath(shape, veil)
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        poster: QRect,
        inner: QRect,
        job: Job,
        progress: Progress | None,
        option: QStyleOptionViewItem,
        tokens: Tokens,
    ) -> None:
        is_new = job.stage is JobStage.DONE and not job.is_watched
        title_font, font = text_font(TextSize.BODY, is_strong=is_new), text_font(TextSize.BODY)
        title_height, height = QFontMetrics(title_font).height(), QFontMetrics(font).height()
        left = poster.right() + 2 * GAP
        top = poster.center().y() - (title_height + 4 + height) // 2 + 1
        first = QRect(left, top, inner.right() - left, title_height)
        second = QRect(left, top + title_height + 4, inner.right() - left, height)

        aside = self._paint_aside(painter, first, second, job, tokens)
        first.setRight(first.right() - aside)
        if job.stage not in _SIGNS:  # a sentence has the whole line
            second.setRight(second.right() - aside)

        painter.setFont(title_font)
        painter.setPen(tokens.text)
        _draw(painter, first, elided(words.title(job), title_font, first.width()))
        self._paint_stage(painter, second, job, progress, font, option, tokens)

    def _paint_aside(self, painter: QPainter, first: QRect, second: QRect, job: Job, tokens: Tokens) -> int:
        """The right end of the row: what it cost and what was ordered. Returns the width it took."""
        small = text_font(TextSize.SMALL)
        measure = QFontMetrics(small)
        painter.setFont(small)
        width = 0
        if self._facts.is_practice(job):
            text = words.practice()
            tag = QRect(0, 0, measure.horizontalAdvance(text) + 2 * GAP, measure.height() + 4)
            tag.moveCenter(first.center())
            tag.moveRight(first.right())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.practice_soft)
            painter.drawRoundedRect(tag, tag.height() / 2, tag.height() / 2)
            painter.setPen(tokens.practice)
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
            width = tag.width()
        elif job.stage not in {JobStage.FAILED, JobStage.CANCELED} and (text := words.price(job)):
            painter.setPen(tokens.muted)
            painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            width = measure.horizontalAdvance(text)
        if job.stage in _SIGNS:
            return width + 2 * GAP
        ordered = words.order_words(job)
        painter.setPen(tokens.muted)
        painter.drawText(second, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, ordered)
        return max(width, measure.horizontalAdvance(ordered)) + 2 * GAP

    def _paint_stage(
        self,
        painter: QPainter,
        area: QRect,
        job: Job,
        progress: Progress | None,
        font: QFont,
        option: QStyleOptionViewItem,
        tokens: Tokens,
    ) -> None:
        painter.setFont(font)
        room = QRect(area)
        is_waiting_for = progress is not None and progress.waits_for is not None and not job.stage.is_final
        is_waiting_for = is_waiting_for or job.is_given_up
        sign = ("warning", IconRole.PRACTICE) if is_waiting_for else _SIGNS.get(job.stage)
        if is_waiting_for and progress is not None and progress.waits_for is WaitReason.RESUME:
            sign = ("pause", IconRole.MUTED)
        if sign is not None:
            side = 16
            pixmap = icon_pixmap(*sign, side, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(room.left(), room.center().y() - side / 2 + 0.5), pixmap)
            room.setLeft(room.left() + side + 6)
        elif (share := transfer_share(job, progress)) is not None:
            width = min(TRANSFER_WIDTH, room.width() // 3)
            _paint_bar(painter, QRectF(room.left(), room.center().y() - 1, width, 4), share, tokens)
            room.setLeft(room.left() + width + GAP + 4)
        elif job.stage in words.ACTIVE_STAGES:
            self._paint_dots(painter, room, job, option, tokens)
            room.setLeft(room.left() + round(DOTS * 2 * DOT) + 6)
        painter.setPen(tokens.accent_text if job.stage in words.ACTIVE_STAGES and not is_waiting_for else tokens.muted)
        if is_waiting_for or job.stage is JobStage.UNCERTAIN:
            painter.setPen(tokens.practice)
        if job.stage is JobStage.FAILED:
            painter.setPen(tokens.loss)
        text = words.stage_words(job, progress, now=self._facts.now(), usual=self._facts.usual(job))
        _draw(painter, room, fitted(job, text, font, room.width()))

    def _paint_dots(
        self, painter: QPainter, room: QRect, job: Job, option: QStyleOptionViewItem, tokens: Tokens
    ) -> None:
        """Three dots; one is lit and steps on with the row's clock, unless the system wants no motion."""
        moves = option.widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        lit = int(words.elapsed(job, self._facts.now())) % DOTS if moves else DOTS // 2
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for each in range(DOTS):
            painter.setBrush(tokens.accent if each == lit else tokens.field_edge)
            painter.drawEllipse(
                QPointF(room.left() + DOT / 2 + each * 2 * DOT, room.center().y() + 1), DOT / 2, DOT / 2
            )
        painter.restore()


def transfer_share(job: Job, progress: Progress | None) -> float | None:
    """How much of a transfer is done, 0 to 1; None for everything that nobody can measure."""
    if job.stage not in _TRANSFERS or progress is None or not progress.total_bytes:
        return None
    return min(1.0, progress.done_bytes / progress.total_bytes)


def fitted(job: Job, text: str, font: QFont, width: int) -> str:
    """The job's `stage_words` cut to fit; what it cost is the last part to go."""
    whole = elided(text, font, width)
    if whole == text or not words.charge(job):
        return whole
    reason = words.outcome(job)
    charge = text.removeprefix(reason)
    room = width - QFontMetrics(font).horizontalAdvance(charge)
    return elided(reason, font, room) + charge if room > 0 else whole


def elided(text: str, font: QFont, width: int) -> str:
    """The text cut at its end to fit `width` logical pixels."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))


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
