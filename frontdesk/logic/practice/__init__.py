"""The practice itself: founding it, its providers, rooms, kinds of visit, hours and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.kinds import (
        add_kind,
        edit_kind,
        hide_kind,
    )
    from frontdesk.logic.practice.changing import (
        FIRST_DAY,
        KINDS,
        LAST_DAY,
        STEPS,
        WEEKDAYS,
        add_provider,
        add_provider_rows,
        found_rows,
        hide_provider,
        provider_row,
        read_minutes,
        read_weekdays,
        set_practice,
        set_step,
    )
    from frontdesk.logic.practice.reading import (
        KindCard,
        ProviderCard,
        by_its_clock,
        every_provider,
        first_zone,
        is_founded,
        kinds,
        providers,
        setting,
        step_minutes,
        title,
        zone_named,
    )
    from frontdesk.logic.resources import (
        DeviceCard,
        InterpreterCard,
        RoomCard,
        add_device,
        add_interpreter,
        add_room,
        devices,
        edit_interpreter,
        hide_device,
        hide_interpreter,
        hide_room,
        interpreters,
        rename_device,
        rename_room,
        rooms,
        site_row,
    )

opened_when_asked(
    __name__,
    {
        "changing": "FIRST_DAY KINDS LAST_DAY STEPS WEEKDAYS add_provider add_provider_rows found_rows "
        "hide_provider provider_row read_minutes read_weekdays set_practice set_step",
        "reading": "KindCard ProviderCard by_its_clock every_provider first_zone is_founded kinds providers "
        "setting step_minutes title zone_named",
        "frontdesk.logic.kinds": "add_kind edit_kind hide_kind",
        "frontdesk.logic.resources": "DeviceCard InterpreterCard RoomCard add_device add_interpreter add_room "
        "devices edit_interpreter hide_device hide_interpreter hide_room interpreters rename_device "
        "rename_room rooms site_row",
    },
)
