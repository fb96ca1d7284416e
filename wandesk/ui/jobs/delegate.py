"""A row of the job list: poster, prompt, words for the stage, price."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from wandesk.domain.job import Job, JobStage, Progress, WaitReason
from wandesk.domain.job_rules import transfer_share
from wandesk.ui.jobs.model import JOB_ROLE, PROGRESS_ROLE
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import IconRole, TextSize, Tokens, icon_pixmap, text_font, tokens_of
from wandesk.ui.wording import jobs as words
from wandesk.ui.wording.sentences import DOT as BETWEEN_FACTS

POSTER = QSize(96, 56)
GAP = 8
DOT = 4.0
DOTS = 3
TRANSFER_WIDTH = 160

_STAGE_ICONS: dict[JobStage, tuple[str, IconRole]] = {
    JobStage.FAILED: ("error", IconRole.LOSS),
    JobStage.UNCERTAIN: ("warning", IconRole.PRACTICE),
    JobStage.CANCELED: ("cancel", IconRole.MUTED),
    JobStage.EXPIRED: ("clock", IconRole.MUTED),
}
BETWEEN = 6
"""Logical pixels between two rows: each is a card of its own."""
SIGN = 16
MOST_TOLD = 200
"""Characters of a prompt in a tooltip; the stage has all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What a row shows besides the job itself."""

    now: Callable[[], float]
    """The present as the jobs' own times count it: seconds since 1970."""
    is_practice: Callable[[Job], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where the parts of a row stand."""

    poster: QRect
    aside: QRect
    """Both lines of the right end."""
    title: QRect
    said: QRect
    """The second line, its sign included."""


class JobDelegate(QStyledItemDelegate):
    """Paints from tokens only; every row has one height, and its right end the one width that all of them need."""

    def __init__(self, posters: PosterCache, facts: RowFacts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posters = posters
        self._facts = facts
        self._aside_texts: dict[str, int] = {}
        """What stands at the right ends of rows, with the pixels around each."""
        self._aside_width = 0
        self._aside_font = ""

    def learn(self, jobs: Iterable[Job]) -> bool:
        """Take note of what stands at the right ends of these rows; whether all rows have to make more room now."""
        before = self._aside_width
        for job in jobs:
            tag = words.practice() if self._facts.is_practice(job) else ""
            price = "" if tag or job.stage.is_free_of_charge else words.price(job)
            for text, around in ((tag, 2 * GAP), (price, 0), (words.order_words(job), 0)):
                if text and text not in self._aside_texts:
                    self._aside_texts[text] = around
                    self._aside_font = ""
        return self._aside() > before

    def tooltip(self, job: Job, progress: Progress | None, row: QRect) -> str:
        """The beginning of the prompt and the state, where the row has cut one of them; else nothing."""
        places = self._places(self._inner(row), job, progress)
        title, said = words.title(job), self._said(job, progress)
        room = places.said.width() - self._inset(job, progress, places.said)
        if (
            elided(title, _title_font(job), places.title.width()) == title
            and elided(said, text_font(TextSize.BODY), room) == said
        ):
            return ""
        prompt = words.whole_prompt(job)
        if len(prompt) > MOST_TOLD:
            prompt = f"{prompt[:MOST_TOLD].rstrip()}…"
        return "".join(f"<p>{escape(part)}</p>" for part in (prompt, said))  # in tags, because only those are wrapped

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
        text = "" if job is None else self.tooltip(job, index.data(PROGRESS_ROLE), option.rect)
        QToolTip.showText(event.globalPos(), text, view, option.rect)  # an empty one hides
        return True

    def drag_picture(self, job: Job, ratio: float) -> QPixmap:
        """What follows the pointer while the job's video is dragged: its poster, as the row has it."""
        pixmap = self._posters.pixmap(job.poster, POSTER, ratio, is_cropped=True) if job.poster else None
        if pixmap is None:
            return icon_pixmap("video", IconRole.MUTED, 2 * SIGN, ratio)
        shown = QPixmap(pixmap)
        shown.setDevicePixelRatio(ratio)
        return shown

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
        self._paint_ground(painter, option.rect.adjusted(0, 0, 0, -BETWEEN), option.state, tokens)
        inner = self._inner(option.rect)
        job: Job | None = index.data(JOB_ROLE)
        if job is None:
            self._paint_skeleton(painter, _poster_place(inner), inner, tokens)
        else:
            progress: Progress | None = index.data(PROGRESS_ROLE)
            places = self._places(inner, job, progress)
            self._paint_poster(painter, places.poster, job, tokens)
            self._paint_aside(painter, places.aside, job, progress, tokens)
            painter.setFont(_title_font(job))
            painter.setPen(tokens.text)
            _draw(painter, places.title, elided(words.title(job), painter.font(), places.title.width()))
            self._paint_stage(painter, places.said, job, progress, option, tokens)
        painter.restore()

    @staticmethod
    def _inner(row: QRect) -> QRect:
        return row.adjusted(GAP, 0, -GAP - GAP // 2, -BETWEEN)

    def _places(self, inner: QRect, job: Job, progress: Progress | None) -> _Places:
        poster = _poster_place(inner)
        title_height = QFontMetrics(_title_font(job)).height()
        height = QFontMetrics(text_font(TextSize.BODY)).height()
        left = poster.right() + 2 * GAP
        top = poster.center().y() - (title_height + 4 + height) // 2 + 1
        room = QRect(left, top, inner.right() - left, title_height + 4 + height)
        aside = QRect(room)
        aside.setLeft(room.right() - self._aside() + 1)
        title, said = QRect(room), QRect(room)
        title.setHeight(title_height)
        said.setTop(room.bottom() - height + 1)
        title.setRight(aside.left() - 2 * GAP)
        if not _has_whole_line(job, progress):
            said.setRight(title.right())
        return _Places(poster=poster, aside=aside, title=title, said=said)

    def _aside(self) -> int:
        """Logical pixels that the right ends need; measured anew only for another font or another text."""
        font = text_font(TextSize.SMALL)
        if self._aside_font != font.key():
            self._aside_font = font.key()
            wide = QFontMetrics(font).horizontalAdvance
            self._aside_width = max((wide(text) + around for text, around in self._aside_texts.items()), default=0)
        return self._aside_width

    def _said(self, job: Job, progress: Progress | None) -> str:
        return words.stage_words(
            job, progress, now=self._facts.now(), usual=progress.usual_seconds if progress else None
        )

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
            sign = icon_pixmap("video" if job.video else "picture", IconRole.MUTED, side, ratio)
            painter.drawPixmap(area.center() - QRect(0, 0, side, side).center(), sign)
            return
        painter.save()
        painter.setClipPath(shape)
        painter.drawPixmap(area, pixmap)
        if not job.video:  # only the picture so far: quieter than a video
            veil = QColor(tokens.surface)
            veil.setAlphaF(0.35)
            painter.fillPath(shape, veil)
        painter.restore()

    def _paint_aside(self, painter: QPainter, area: QRect, job: Job, progress: Progress | None, tokens: Tokens) -> None:
        """The right end of the row: what it cost and what was ordered."""
        small = text_font(TextSize.SMALL)
        measure = QFontMetrics(small)
        painter.setFont(small)
        first, second = QRect(area), QRect(area)
        first.setHeight(QFontMetrics(_title_font(job)).height())
        second.setTop(area.bottom() - QFontMetrics(text_font(TextSize.BODY)).height() + 1)
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
        elif not job.stage.is_free_of_charge and (text := words.price(job)):
            painter.setPen(tokens.muted)
            painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        if not _has_whole_line(job, progress):
            painter.setPen(tokens.muted)
            at_the_end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(second, at_the_end, words.order_words(job))

    def _inset(self, job: Job, progress: Progress | None, area: QRect) -> int:
        """What stands before the words of the second line takes so many pixels."""
        if _sign(job, progress) is not None:
            return SIGN + 6
        if transfer_share(job, progress) is not None:
            return min(TRANSFER_WIDTH, area.width() // 3) + GAP + 4
        return round(DOTS * 2 * DOT) + 6 if job.stage.is_active else 0

    def _paint_stage(
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
        if (sign := _sign(job, progress)) is not None:
            pixmap = icon_pixmap(*sign, SIGN, painter.device().devicePixelRatio())
            painter.drawPixmap(QPointF(area.left(), area.center().y() - SIGN / 2 + 0.5), pixmap)
        elif (share := transfer_share(job, progress)) is not None:
            bar = QRectF(area.left(), area.center().y() - 1, inset - GAP - 4, 4)
            _paint_bar(painter, bar, share, tokens)
        elif job.stage.is_active:
            self._paint_dots(painter, area, job, option, tokens)
        is_held = _is_held(job, progress)
        painter.setPen(tokens.accent_text if job.stage.is_active and not is_held else tokens.muted)
        if is_held or job.stage is JobStage.UNCERTAIN:
            painter.setPen(tokens.practice)
        if job.stage is JobStage.FAILED:
            painter.setPen(tokens.loss)
        room = area.adjusted(inset, 0, 0, 0)
        kept = words.last_words(job, progress, now=self._facts.now())
        _draw(painter, room, fitted(self._said(job, progress), kept, font, room.width()))

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


def fitted(text: str, kept: str, font: QFont, width: int) -> str:
    """The text cut to fit; what it ends with, `kept`, is the last part to go."""
    whole = elided(text, font, width)
    if whole == text or not kept or not text.endswith(kept):
        return whole
    begin = text.removesuffix(kept).rstrip(BETWEEN_FACTS)
    end = text.removeprefix(begin)
    room = width - QFontMetrics(font).horizontalAdvance(end)
    return elided(begin, font, room) + end if room > 0 else whole


def elided(text: str, font: QFont, width: int) -> str:
    """The text cut at its end to fit `width` logical pixels."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))


def _title_font(job: Job) -> QFont:
    return text_font(TextSize.BODY, is_strong=job.stage is JobStage.DONE and not job.is_watched)


def _poster_place(inner: QRect) -> QRect:
    return QRect(inner.left(), inner.center().y() - POSTER.height() // 2 + 1, POSTER.width(), POSTER.height())


def _is_held(job: Job, progress: Progress | None) -> bool:
    """The job does not go on by itself, or not now."""
    return job.is_given_up or (progress is not None and progress.waits_for is not None and not job.stage.is_final)


def _has_whole_line(job: Job, progress: Progress | None) -> bool:
    """A sentence has the second line to itself; only "Paused" is a word."""
    is_paused = progress is not None and progress.waits_for is WaitReason.RESUME
    is_in_fallback = job.video is not None and job.video.is_waiting
    return job.stage in _STAGE_ICONS or is_in_fallback or (_is_held(job, progress) and not is_paused)


def _sign(job: Job, progress: Progress | None) -> tuple[str, IconRole] | None:
    if not _is_held(job, progress):
        return _STAGE_ICONS.get(job.stage)
    is_paused = progress is not None and progress.waits_for is WaitReason.RESUME
    return ("pause", IconRole.MUTED) if is_paused else ("warning", IconRole.PRACTICE)


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
