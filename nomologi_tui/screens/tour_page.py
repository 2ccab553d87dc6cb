"""A page with the tour on it: offered once by itself, and begun by a key at any time."""

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import Page, tells_trouble
from nomologi_tui.widgets.tour import Tour


class TourPage(Page[None]):
    """A screen puts `tour` where its log is, and hides that while it has the class `-tour`."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tour = Tour(id="tour")
        self._offered = False

    def offer_tour(self) -> None:
        """Begin it, if it was not offered before."""
        if not self._offered:
            self._offered = True
            self.action_tour()
            self.loaded()

    def loaded(self) -> None:
        """What is heavy may be there by now: that the tour was offered can be kept."""
        if self._offered and self.desk.opened is not None:
            self._remember_tour()

    @work(group="tour")
    @tells_trouble
    async def _remember_tour(self) -> None:
        await self.desk.ready()
        from nomologi_tui.usecases import configuring

        await self.desk.call(configuring.note_tour)

    def action_tour(self) -> None:
        self.tour.turn()

    @on(Tour.Turned)
    def _tour_turned(self) -> None:
        self.set_class(self.tour.is_on, "-tour")
