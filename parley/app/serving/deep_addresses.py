"""An address below that of a page, such as ``/trade/x``, leads to the page.

Streamlit answers it with its page, whose scripts lie one step below the app: it would stay blank.
"""

from urllib.parse import quote

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from parley.app.serving.head import is_start_of_page


class DeepAddresses:
    """Answers with the address of the page in place of a blank one. ``place``: the sub-path of the app, or none."""

    def __init__(self, app: ASGIApp, place: str = ""):
        self._app = app
        self._place = place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; where a page comes back to an address below another's, send its address instead."""
        path = scope["path"] if scope["type"] == "http" else ""
        page, _, below = path.removeprefix(f"{self._place}/").partition("/")
        if not below:
            await self._app(scope, receive, send)
            return
        is_page = False

        async def send_or_lead(message: Message) -> None:
            nonlocal is_page
            is_page = is_page or is_start_of_page(message)
            if not is_page:
                await send(message)

        await self._app(scope, receive, send_or_lead)
        if is_page:
            asked = scope["query_string"].decode("latin-1")
            address = f"{self._place}/{quote(page)}" + (f"?{asked}" if asked else "")
            await RedirectResponse(address)(scope, receive, send)
