#!/usr/bin/env python3
"""Opens an exported page in Chromium and goes through it as a reader would: every step of every scene by keys, the
lists, the print, narrow and wide, dark and light, with axe-core's accessibility rules. Writes what is wrong, and fails
if anything is.

    pip install playwright axe-playwright-python && python3 Tests/PageInBrowser/check_page.py lecture.html [FOLDER]

Into FOLDER it puts screenshots. It looks for chromium on the PATH, and else takes playwright's own."""

import json
import pathlib
import re
import shutil
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

page_file = pathlib.Path(sys.argv[1]).resolve()
pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
data = json.loads(re.search(r'id="lecture">(.*?)</script>', page_file.read_text(), re.S).group(1))
scenes = data["scenes"]
faults = []


def expect(holds, sentence):
    if not holds:
        faults.append(sentence)


def open_page(browser, width, height, scheme, place="", motion="reduce"):
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion=motion)
    page = context.new_page()
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("request", lambda request: expect(request.url.startswith("file://" + str(page_file)), f"request: {request.url[:80]}"))
    page.goto(f"file://{page_file}{place}")
    return page


def state(page):
    return page.evaluate("[location.hash, !document.getElementById('question').hidden]")


def check_every_step(browser):
    """Forward from the first step to the last and back again."""
    page = open_page(browser, 1280, 720, "dark")
    wanted = [
        (f"#/{scene['id']}/{step['number']}", asks)
        for scene in scenes
        for number, step in enumerate(scene["steps"])
        for asks in ([True, False] if step["question"] and number > 0 else [False])
    ]
    for direction, stops in (("ArrowRight", wanted), ("ArrowLeft", wanted[::-1])):
        for number, stop in enumerate(stops):
            seen = tuple(state(page))
            expect(seen == stop, f"{direction}: {seen} where {stop} was to come")
            if seen != stop:
                return
            marks = page.evaluate("document.querySelectorAll('#figure path, #figure text').length")
            expect(marks > 0 or stop[1], f"{stop[0]}: the figure is empty")
            words = page.evaluate("document.getElementById(document.getElementById('question').hidden ? 'caption' : 'prompt').textContent")
            expect(words, f"{stop[0]}: no words")
            expect(len(page.text_content("#figure-text")) > 12, f"{stop[0]}: no text for the figure")
            if number + 1 < len(stops):
                page.keyboard.press(direction)
    print(f"{len(wanted)} stops of {len(scenes)} scenes, forward and back")
    page.context.close()


def check_motion(browser):
    """An animation shows frames between, and ends at the step's last one."""
    index, scene, number, step = next(
        (index, scene, number, step)
        for index, scene in enumerate(scenes) for number, step in enumerate(scene["steps"])
        if number > 0 and len(step["times"]) > 3 and not step["question"])
    page = open_page(browser, 1280, 720, "dark", f"#/{scene['id']}/{scene['steps'][number - 1]['number']}", motion="no-preference")
    page.wait_for_timeout(1500)
    page.evaluate("window.count = 0; new MutationObserver(() => count++).observe(document.getElementById('figure'), {childList: true})")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(step["times"][-1] + 500)
    expect(page.evaluate("count") > 3, f"{scene['id']}/{number + 1}: nothing moves")
    page.context.close()


def check_rules(page, what):
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"]:
            faults.append(f"axe, {what}: {violation['id']}: {violation['help']}: {node['html'][:90]} {node.get('failureSummary', '')[:160]}")


def check_looks(browser):
    asking = next(((scene, number) for scene in scenes for number, step in enumerate(scene["steps"]) if step["question"]), None)
    for scheme in ("dark", "light"):
        for width, height in ((1440, 900), (1024, 600), (390, 844), (844, 390)):
            page = open_page(browser, width, height, scheme)
            name = f"{scheme}-{width}x{height}"

            def seen(what):
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                expect(wide <= 0, f"{name}, {what}: {wide} pixels wider than the window")
                if width > 700 and height > 500:
                    tall = page.evaluate("document.documentElement.scrollHeight - innerHeight")
                    expect(tall <= 0, f"{name}, {what}: {tall} pixels taller than the window")
                check_rules(page, f"{name}, {what}")
                if pictures:
                    pictures.mkdir(exist_ok=True)
                    page.screenshot(path=str(pictures / f"{name}-{what}.png"))

            seen("first")
            page.keyboard.press("i")
            page.keyboard.press("ArrowRight")
            seen("note")
            if asking:
                scene, number = asking
                page.evaluate(f"location.hash = '#/{scene['id']}/{scene['steps'][number - 1]['number']}'")
                page.wait_for_timeout(50)
                page.keyboard.press("ArrowRight")
                expect(state(page)[1], f"{name}: {scene['id']} asks nothing")
                seen("question")
                page.keyboard.press("1")
                page.keyboard.press("Enter")
                seen("answer")
            for key, what in (("o", "contents"), ("/", "search"), ("?", "help"), ("k", "symbols")):
                page.keyboard.press(key)
                expect(page.evaluate("!!document.querySelector('dialog[open]')"), f"{name}: {key} opens nothing")
                seen(what)
                # Browsers close what opens and closes within a moment as one thing.
                page.wait_for_timeout(50)
                page.keyboard.press("Escape")
                page.wait_for_function("!document.querySelector('dialog[open]')")
            page.context.close()


def check_print(browser):
    page = open_page(browser, 1280, 720, "dark")
    paper = pathlib.Path(str(pictures / "page.pdf") if pictures else "/tmp/page.pdf")
    paper.parent.mkdir(exist_ok=True)
    page.pdf(path=str(paper), prefer_css_page_size=True)
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    wanted = sum(len(scene["steps"]) for scene in scenes)
    expect(sheets == wanted, f"print: {sheets} sheets for {wanted} steps")
    print(f"print: {sheets} sheets")
    page.context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    for check in (check_looks, check_motion, check_print, check_every_step):
        check(browser)
    browser.close()
for fault in dict.fromkeys(faults):
    print(fault)
print(f"{len(set(faults))} faults")
sys.exit(1 if faults else 0)
