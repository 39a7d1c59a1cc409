"""A real browser for the page, spoken to over a pipe; and the pages that it opens."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import policytasks as pt
from policytasks.explorer import write_explorer

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 15.0


class Browser:
    """A headless Chromium, by its DevTools protocol: one JSON message ends with a NUL."""

    def __init__(self, program: str, profile: Path) -> None:
        (to_read, self._write), (self._read, to_write) = os.pipe(), os.pipe()

        def become_3_and_4() -> None:
            # The protocol fixes the numbers: the browser reads from 3 and writes to 4.
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_read, to_write)]
            for number, end in zip((3, 4), ends, strict=True):
                os.dup2(end, number)

        self._process = subprocess.Popen(
            [
                program,
                *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                *("--disable-dev-shm-usage", "--disable-background-networking"),
                *("--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"),
            ],
            preexec_fn=become_3_and_4,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._number = 0
        self._unread = b""
        self.events: list[dict[str, Any]] = []
        self._session: str | None = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "Security"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            received = os.read(self._read, 1 << 16)
            assert received, "the browser has ended"
            self._unread += received
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)

    def run(self, script: str) -> Any:
        """Return what a script's last expression gives in the page."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open(self, page: Path, address: str = "", *, lang: str = "en-US") -> None:
        """Open a page anew and wait until it is shown."""
        self.events.clear()
        agent = self.send("Browser.getVersion")["userAgent"]
        self.send("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=lang)
        self.send("Page.navigate", url="about:blank")
        self.send("Page.navigate", url=page.as_uri() + address)
        self.wait("document.documentElement?.dataset.ready")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds in the page."""
        until = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({condition})"):
            assert time.monotonic() < until, f"never came true: {condition}"
            time.sleep(0.02)

    def text(self, selector: str) -> str:
        """Return what an element shows."""
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def texts(self, selector: str) -> list[str]:
        """Return what elements show."""
        return self.run(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.innerText)"
        )

    def click(self, selector: str) -> None:
        """Press the pointer on the middle of an element."""
        point = self.run(
            f"""(() => {{
              const element = document.querySelector({json.dumps(selector)});
              element.scrollIntoView({{block: "center", behavior: "instant"}});
              const box = element.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent",
                **{"type": kind, "x": point[0], "y": point[1], "button": "left", "clickCount": 1},
            )

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as KeyboardEvent names them."""
        codes = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowUp": 38, "ArrowDown": 40}
        codes |= {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35}
        for key in keys:
            code = codes.get(key, ord(key[0]))
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
            for kind in ("keyDown", "keyUp"):
                shown = {"text": text} if kind == "keyDown" and text else {}
                self.send(
                    "Input.dispatchKeyEvent",
                    **{"type": kind, "key": key, "windowsVirtualKeyCode": code, **shown},
                )

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.send("Input.insertText", text=text)

    def looks(self, width: int, height: int = 900, *, scheme: str = "light") -> None:
        """Set the size of the window and the scheme of colours."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            **{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def problems(self) -> list[Any]:
        """Return what went wrong or was refused in the page, and what it asked of a network."""
        self.run("0")
        found = []
        for event in self.events:
            params = event.get("params", {})
            if event.get("method") in ("Runtime.exceptionThrown", "Page.javascriptDialogOpening"):
                found.append(params)
            elif event.get("method") == "Log.entryAdded":
                found.append(params["entry"]["text"])
            elif event.get("method") == "Network.requestWillBeSent":
                url = params["request"]["url"]
                if not url.startswith(("data:", "file:", "about:")):
                    found.append(url)
        return found

    def close(self) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(10)
        os.close(self._write)
        os.close(self._read)


@pytest.fixture(scope="session")
def browser(tmp_path_factory) -> Iterator[Browser]:
    """Yield a headless Chromium; without one the tests that need it are skipped, by name."""
    named = os.environ.get("CHROMIUM")
    program = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium here: install one, or name it in the variable CHROMIUM")
    browser = Browser(program, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def corpus() -> pt.Corpus:
    return pt.load(ROOT / "data" / "tables")


@pytest.fixture(scope="session")
def page(corpus, tmp_path_factory) -> Path:
    """The page of the project's own plans."""
    return write_explorer(corpus, tmp_path_factory.mktemp("page") / "explore.html")
