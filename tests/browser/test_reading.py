"""The ways of a reader through reports: to what matters, to its proof, and to a link for a colleague."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ..site.sample import MODELS
from ..themes import THEMES
from .conftest import LARGE, NewsSite, ProofSites, Visitor, item_id
from .looks import IS_UNCOVERED, OVERFLOWING

pytestmark = pytest.mark.browser

GUIDE, DATED, LARGE_FILE = item_id("docs/guide.md"), item_id("docs/dated.md"), item_id("docs/a/large.csv")
DAY = 24 * 60 * 60 * 1000

each_theme = pytest.mark.parametrize("theme", THEMES)


def names(page: Page) -> list[str]:
    """The files in the table, in their order; each has its folder below it."""
    return [name.split("\n")[0] for name in page.locator(".di-table tbody tr:visible .di-name").all_inner_texts()]


def items(page: Page) -> list[str | None]:
    """The files below it."""
    return [item.get_attribute("data-item") for item in page.locator("section.di-item:visible").all()]


def clipboard(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read"])
    return str(page.evaluate("navigator.clipboard.readText()"))


def diff(page: Page, item: str) -> Locator:
    return page.locator(f"section[data-item={item}] pre.di-code")


def click_number(line: Locator) -> None:
    """Click where the number of a line stands, at the left."""
    line.click(position={"x": 12, "y": 5})


class TestTable:
    @each_theme
    def test_a_header_sorts_by_the_keyboard_and_says_so(self, news: NewsSite, visitor: Visitor, theme: str) -> None:
        page = visitor.visit(news.address(theme))
        header = page.locator("th", has_text="Filename")
        header.get_by_role("button").focus()
        page.keyboard.press("Enter")
        expect(header).to_have_attribute("aria-sort", "ascending")
        assert names(page) == ["dated.md", "guide.md", "large.csv", "limits.md", "quotas.md"]
        page.keyboard.press("Enter")
        expect(header).to_have_attribute("aria-sort", "descending")
        assert names(page) == ["quotas.md", "limits.md", "large.csv", "guide.md", "dated.md"]
        assert visitor.complaints == []

    def test_numbers_sort_as_numbers_and_equal_rows_keep_their_order(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address())
        page.get_by_role("button", name="Filename").click()
        header = page.locator("th:has(abbr[title='Lines added'])")
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", "descending")
        expect(page.locator("th[aria-sort]")).to_have_count(1)
        assert names(page) == ["large.csv", "quotas.md", "guide.md", "dated.md", "limits.md"]

    @each_theme
    def test_filters_hide_rows_and_files_together(self, news: NewsSite, visitor: Visitor, theme: str) -> None:
        page = visitor.visit(news.address(theme))
        page.get_by_role("combobox", name="Type").select_option("New feature")
        assert names(page) == ["large.csv", "quotas.md"]
        assert items(page) == [LARGE_FILE, item_id("docs/quotas.md")]
        expect(page.get_by_role("status").filter(has_text="2 of 5 files")).to_be_visible()
        page.get_by_role("button", name="Show all files").click()
        assert len(names(page)) == len(items(page)) == 5

    @pytest.mark.parametrize(
        ("label", "option", "shown"),
        [
            ("Status", "Removed", ["limits.md"]),
            ("Noise", "Without noise", ["large.csv", "guide.md", "limits.md", "quotas.md"]),
            ("Noise", "Only noise", ["dated.md"]),
        ],
    )
    def test_each_filter_chooses(
        self, news: NewsSite, visitor: Visitor, label: str, option: str, shown: list[str]
    ) -> None:
        page = visitor.visit(news.address())
        page.get_by_role("combobox", name=label).select_option(option)
        assert sorted(names(page)) == sorted(shown)

    def test_watched_terms_choose(self, proof_sites: ProofSites, visitor: Visitor) -> None:
        page = visitor.visit(proof_sites.address("material"))
        page.get_by_role("combobox", name="Watched term").select_option("lumen-small")
        assert names(page) == [Path(MODELS).name]

    def test_all_words_must_be_in_path_title_or_explanation(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address())
        field = page.get_by_role("searchbox", name="Words")
        field.press_sequentially("IS  quotas")
        expect(page.locator(".di-table tbody tr:visible")).to_have_count(1)
        assert names(page) == ["quotas.md"]
        field.press("Escape")
        expect(page.locator(".di-table tbody tr:visible")).to_have_count(5)
        expect(field).to_have_value("")

    def test_a_filtered_view_can_be_shared(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}?other=kept")
        page.get_by_role("combobox", name="Status").select_option("Added")
        page.get_by_role("searchbox", name="Words").fill("quotas")
        expect(page).to_have_url(f"{news.address()}?other=kept&status=added&words=quotas")
        colleague = page.context.new_page()
        colleague.goto(page.url)
        assert names(colleague) == ["quotas.md"]

    def test_a_filter_that_the_page_does_not_know_hides_nothing(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}?type=%3Cb%3E&status=unheard-of&noise=x")
        assert len(names(page)) == 5

    def test_a_link_to_a_hidden_file_shows_it(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}?words=quotas#{GUIDE}")
        expect(page.locator(f"#{GUIDE}")).to_be_in_viewport()
        assert len(names(page)) == 5

    def test_a_phone_can_sort_and_filter(self, news: NewsSite, visitor: Visitor) -> None:
        visitor.page.set_viewport_size({"width": 390, "height": 844})
        page = visitor.visit(news.address())
        page.get_by_role("button", name="Filename").click()
        assert names(page)[0] == "dated.md"
        page.get_by_role("searchbox", name="Words").fill("quotas")
        expect(page.locator(".di-table tbody tr:visible")).to_have_count(1)
        assert page.evaluate(OVERFLOWING, 390) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


class TestLinks:
    @each_theme
    def test_a_heading_copies_its_link_and_keeps_the_focus(self, news: NewsSite, visitor: Visitor, theme: str) -> None:
        page = visitor.visit(news.address(theme))
        button = page.get_by_role("button", name="Copy link to “docs/guide.md”")
        button.click()
        expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
        expect(button).to_be_focused()
        assert clipboard(page) == f"{news.address(theme)}#{GUIDE}"

    def test_copying_works_where_the_browser_offers_no_clipboard(self, news: NewsSite, visitor: Visitor) -> None:
        """As on a site without https."""
        visitor.page.add_init_script("Object.defineProperty(Clipboard.prototype, 'writeText', {value: undefined})")
        page = visitor.visit(news.address())
        button = page.get_by_role("button", name="Copy link to “Highlights”")
        button.click()
        expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
        expect(button).to_be_focused()
        assert clipboard(page) == f"{news.address()}#highlights"

    def test_a_reader_learns_that_nothing_was_copied(self, news: NewsSite, visitor: Visitor) -> None:
        visitor.page.add_init_script(
            "Object.defineProperty(Clipboard.prototype, 'writeText', {value: undefined});"
            "document.execCommand = () => false"
        )
        page = visitor.visit(news.address())
        page.get_by_role("button", name="Copy link to “Highlights”").click()
        expect(page.get_by_role("status").filter(has_text=f"{news.address()}#highlights")).to_be_visible()

    @each_theme
    def test_the_number_of_a_line_gives_its_links(self, news: NewsSite, visitor: Visitor, theme: str) -> None:
        page = visitor.visit(f"{news.address(theme)}#{GUIDE}")
        page.locator(f"section[data-item={GUIDE}] .di-diff > summary").click()
        line = page.locator(f"#{GUIDE}-R3").filter(has_text="Use version 2")
        click_number(line)
        expect(line).to_have_css("outline-style", "solid")
        expect(page).to_have_url(f"{news.address(theme)}#{GUIDE}-R3")
        bar = page.get_by_role("group", name="Chosen line")
        forge = bar.get_by_role("link", name="Open on github.com")
        expect(forge).to_have_attribute(
            "href", re.compile(r"^https://github\.com/example/docs/blob/[0-9a-f]{40}/docs/guide\.md\?plain=1#L3$")
        )
        bar.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
        assert clipboard(page) == f"{news.address(theme)}#{GUIDE}-R3"

    def test_a_click_on_the_text_of_a_line_does_nothing(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}#{GUIDE}-R3")
        page.locator(f"#{GUIDE}-R2").click(position={"x": 12, "y": 5})
        page.get_by_text("Use version 1.", exact=False).locator("visible=true").last.click()
        expect(page).to_have_url(f"{news.address()}#{GUIDE}-R2")

    def test_the_keyboard_walks_through_lines(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}#{GUIDE}-R1")
        code = diff(page, GUIDE)
        expect(code).to_have_accessible_description(re.compile("arrow keys"))
        code.focus()
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        expect(page).to_have_url(re.compile(f"#{GUIDE}-L3$"))
        page.keyboard.press("ArrowUp")
        expect(page).to_have_url(re.compile(f"#{GUIDE}-R2$"))
        page.keyboard.press("c")
        expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
        assert clipboard(page) == f"{news.address()}#{GUIDE}-R2"
        bar = page.get_by_role("group", name="Chosen line")
        for _ in range(code.locator("a").count() + 1):
            page.keyboard.press("Tab")
        expect(bar.get_by_role("button", name="Copy link")).to_be_focused()
        page.keyboard.press("Escape")
        expect(code).to_be_focused()
        expect(bar).not_to_be_visible()

    def test_the_keyboard_opens_a_line_on_the_forge(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}#{GUIDE}-L3")
        page.context.route("https://github.com/**", lambda route: route.fulfill(body="the forge"))
        diff(page, GUIDE).focus()
        with page.expect_popup() as popup:
            page.keyboard.press("o")
        assert popup.value.url.endswith("/docs/guide.md?plain=1#L3")

    @each_theme
    @pytest.mark.parametrize("item", [GUIDE, DATED])
    def test_a_link_to_a_line_opens_what_holds_it(
        self, news: NewsSite, visitor: Visitor, theme: str, item: str
    ) -> None:
        """Even a folded file; and the theme's header does not cover it."""
        page = visitor.visit(f"{news.address(theme)}#{item}-R2")
        line = page.locator(f"#{item}-R2")
        expect(line).to_be_in_viewport()
        expect(line).to_have_css("outline-style", "solid")
        page.wait_for_function(IS_UNCOVERED, arg=f"{item}-R2")
        assert visitor.complaints == []

    def test_an_address_that_is_no_text_does_no_harm(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}#%E0%A4%A")
        expect(page.get_by_role("button", name="Open all diffs")).to_be_visible()
        assert visitor.complaints == []

    def test_a_link_to_a_line_that_is_not_shown_leads_to_its_file(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}#{GUIDE}-R999")
        expect(page.locator(f"#{GUIDE}")).to_be_in_viewport()


class TestDiffs:
    @each_theme
    def test_a_diff_elsewhere_comes_when_it_is_opened(self, news: NewsSite, visitor: Visitor, theme: str) -> None:
        page = visitor.visit(news.address(theme))
        section = page.locator(f"section[data-item={LARGE_FILE}]")
        expect(section.locator("pre")).to_have_count(0)
        section.locator(".di-diff > summary").click()
        expect(section.locator("pre ins")).to_have_count(LARGE)
        expect(section.locator(".di-elsewhere")).to_have_count(0)
        assert visitor.complaints == []

    def test_a_link_to_a_line_elsewhere_fetches_the_diff(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}#{LARGE_FILE}-R2000")
        expect(page.locator(f"#{LARGE_FILE}-R2000")).to_be_in_viewport()

    def test_proof_elsewhere_opens_on_the_page(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address())
        proof = page.locator(f"section[data-item={LARGE_FILE}] .di-proof a").first
        line = str(proof.get_attribute("href")).partition("#")[2]
        proof.click()
        expect(page.locator(f"#{line}")).to_be_in_viewport()
        expect(page).to_have_url(f"{news.address()}#{line}")

    def test_proof_elsewhere_opens_in_a_tab_if_the_reader_says_so(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address())
        with page.context.expect_page() as tab:
            page.locator(f"section[data-item={LARGE_FILE}] .di-proof a").first.click(modifiers=["ControlOrMeta"])
        tab.value.wait_for_load_state()
        assert f"/diffs/{LARGE_FILE}.html" in tab.value.url
        expect(page).to_have_url(news.address())

    def test_a_diff_that_cannot_be_had_stays_a_link_to_the_line(self, news: NewsSite, visitor: Visitor) -> None:
        visitor.page.route("**/diffs/*", lambda route: route.fulfill(status=404))
        page = visitor.visit(f"{news.address()}#{LARGE_FILE}-R2000")
        link = page.locator(f"section[data-item={LARGE_FILE}] .di-elsewhere a")
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", re.compile(rf"diffs/{LARGE_FILE}\.html#{LARGE_FILE}-R2000$"))

    def test_one_button_opens_and_closes_all_diffs(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address())
        page.get_by_role("button", name="Open all diffs").click()
        expect(page.locator("details.di-diff:not([open])")).to_have_count(0)
        expect(diff(page, LARGE_FILE)).to_be_visible()
        page.get_by_role("button", name="Close all diffs").click()
        expect(page.locator("details.di-diff[open]")).to_have_count(0)

    def test_paper_has_no_controls(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(f"{news.address()}?words=guide#{GUIDE}-R3")
        click_number(page.locator(f"#{GUIDE}-R2"))
        controls = page.locator(":is(.di-filters, .di-button, .di-copy, .di-line-bar, .di-toast):visible")
        expect(page.locator(".di-line-bar")).to_be_visible()
        page.emulate_media(media="print")
        expect(controls).to_have_count(0)
        expect(diff(page, GUIDE)).to_be_visible()


class TestSearch:
    def test_a_word_of_an_explanation_leads_to_its_file(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address("material", "index"))
        page.get_by_role("textbox", name="Search").click()
        expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
        # All at once: the theme shows what it found after each key, and closes what is opened meanwhile.
        page.keyboard.insert_text("quotas")
        page.keyboard.press("End")
        result = page.locator(f".md-search-result__link[href*='#{item_id('docs/quotas.md')}']").first
        expect(result).to_be_attached()
        page.locator(".md-search-result__more").evaluate_all("all => all.forEach(more => { more.open = true; })")
        result.click()
        expect(page.locator(f"#{item_id('docs/quotas.md')}")).to_be_in_viewport()

    def test_the_index_holds_no_diff_and_no_word_of_the_script(self, news: NewsSite) -> None:
        index = (news.root / "material" / "search" / "search_index.json").read_text(encoding="utf-8")
        assert "Ask for more" in index or "quotas.md" in index
        assert f"row {LARGE - 1}," not in index
        assert "Open all diffs" not in index


class TestInstantNavigation:
    def test_each_page_comes_to_life_once(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address("instant", "index"))
        page.wait_for_load_state("networkidle")  # the theme takes over links once it has read the sitemap
        page.evaluate("window.unreloaded = true")
        for _ in range(2):
            page.locator(".di-entry h3 a").last.click()
            expect(page.get_by_role("searchbox", name="Words")).to_have_count(1)
            expect(page.get_by_role("button", name="Open all diffs")).to_have_count(1)
            expect(page.locator(f"[id='{GUIDE}'] .di-copy")).to_have_count(1)
            page.go_back()
            expect(page.locator(".di-home")).to_be_visible()
        assert page.evaluate("window.unreloaded")
        assert visitor.complaints == []

    def test_a_filtered_view_survives_the_way_back(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address("instant"))
        page.get_by_role("combobox", name="Status").select_option("Removed")
        page.locator("a.md-footer__link--next, a.md-footer__link--prev").first.click()
        expect(page.locator("h1", has_text="v2...v3")).to_be_visible()
        page.go_back()
        expect(page.locator(".di-table tbody tr:visible")).to_have_count(1)


class TestUnread:
    @pytest.fixture
    def returning(self, news: NewsSite, visitor: Visitor, old_index: str) -> Page:
        """A reader on the index, who saw it two weeks ago, when two of its reports were not there."""
        page = visitor.page
        page.clock.install(time=1_714_550_400_000 / 1000)
        index = news.address(page="index")
        page.route(index, lambda route: route.fulfill(body=old_index, content_type="text/html"))
        page.goto(index)
        expect(page.locator(".di-entry")).to_have_count(1)
        page.unroute(index)
        page.clock.fast_forward(14 * DAY)
        page.reload()
        expect(page.locator(".di-entry")).to_have_count(3)
        return page

    def test_nothing_is_new_to_whoever_comes_first(self, news: NewsSite, visitor: Visitor) -> None:
        page = visitor.visit(news.address(page="index"))
        expect(page.locator(".di-scripted")).to_be_visible()
        expect(page.locator(".di-new")).to_have_count(0)
        expect(page.locator(".di-digest")).not_to_be_visible()

    def test_the_digest_tells_what_came(self, news: NewsSite, returning: Page) -> None:
        digest = returning.get_by_role("region", name="Since your last visit 14 days ago")
        expect(digest).to_contain_text("2 new reports · 1 breaking change")
        expect(digest.get_by_role("link")).to_have_count(1)
        expect(returning.locator(".di-entry:has(.di-new)")).to_have_count(2)
        digest.get_by_role("link").click()
        expect(returning).to_have_url(news.address(page="breaking"))

    def test_a_report_is_new_until_it_was_opened(self, news: NewsSite, returning: Page) -> None:
        returning.goto(news.address(page="small"))
        expect(returning.locator(".di-scripted")).to_be_visible()
        returning.goto(news.address(page="index"))
        unread = returning.locator(".di-entry:has(.di-new)")
        expect(unread).to_have_count(1)
        expect(unread).to_contain_text("v2...v3")

    def test_a_report_opened_in_a_tab_is_read_on_the_index_too(self, news: NewsSite, returning: Page) -> None:
        returning.context.new_page().goto(news.address(page="small"))
        expect(returning.locator(".di-entry:has(.di-new)")).to_have_count(1)

    def test_other_lists_mark_the_same_reports(self, news: NewsSite, returning: Page) -> None:
        returning.goto(news.address(page="category"))
        expect(returning.locator(".di-entry:has(.di-new)")).to_have_count(2)

    def test_all_can_be_marked_as_read(self, returning: Page) -> None:
        returning.get_by_role("button", name="Mark all as read").click()
        expect(returning.locator(".di-new")).to_have_count(0)
        expect(returning.get_by_role("status").filter(has_text="marked as read")).to_be_visible()
        returning.reload()
        expect(returning.locator(".di-scripted")).to_be_visible()
        expect(returning.locator(".di-new")).to_have_count(0)

    def test_a_visit_lasts_while_pages_are_looked_at(self, returning: Page) -> None:
        returning.clock.fast_forward(20 * 60 * 1000)
        returning.reload()
        expect(returning.get_by_role("region", name="Since your last visit 14 days ago")).to_be_visible()
        returning.clock.fast_forward(DAY)
        returning.reload()
        digest = returning.get_by_role("region", name="Since your last visit yesterday")
        expect(digest).to_contain_text("No new reports · 2 unread reports")

    @pytest.mark.parametrize("stored", ["", "[", "null", "[1]", '{"known": [1]}', '{"known": [], "unread": {}}'])
    def test_what_others_left_in_the_storage_does_no_harm(self, news: NewsSite, visitor: Visitor, stored: str) -> None:
        visitor.page.add_init_script(
            "if (window.name === '') localStorage.setItem('diffinsight:' + location.pathname, " + repr(stored) + ")"
        )
        page = visitor.visit(news.address(page="index"))
        expect(page.locator(".di-scripted")).to_be_visible()
        expect(page.locator(".di-new")).to_have_count(0)
        assert visitor.complaints == []

    def test_a_browser_that_keeps_nothing_shows_the_pages_all_the_same(self, news: NewsSite, visitor: Visitor) -> None:
        visitor.page.add_init_script(
            "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
        )
        page = visitor.visit(news.address(page="index"))
        expect(page.locator(".di-scripted")).to_be_visible()
        page.locator(".di-entry h3 a").last.click()
        expect(page.get_by_role("searchbox", name="Words")).to_be_visible()
        assert page.locator(".di-new").count() == 0


class TestWithoutScripts:
    @pytest.fixture
    def plain(self, visitor: Visitor) -> Page:
        """A page where scripts do not run."""
        browser = visitor.page.context.browser
        assert browser
        return browser.new_context(java_script_enabled=False).new_page()

    @each_theme
    def test_a_report_is_complete(self, news: NewsSite, plain: Page, theme: str) -> None:
        """And shows no control that would do nothing."""
        plain.goto(news.address(theme))
        expect(plain.locator("section.di-item")).to_have_count(5)
        expect(plain.locator(".di-report :is(button, select, input):visible")).to_have_count(0)
        plain.goto(f"{news.address(theme)}#{GUIDE}-R3")
        expect(plain.locator(f"#{GUIDE}-R3")).to_be_in_viewport()
        expect(plain.locator(f"#{GUIDE}-R3")).to_have_css("outline-style", "solid")
        plain.context.close()

    def test_a_diff_elsewhere_is_a_page(self, news: NewsSite, plain: Page) -> None:
        plain.goto(news.address())
        plain.locator(f"section[data-item={LARGE_FILE}] .di-diff > summary").click()
        plain.locator(f"section[data-item={LARGE_FILE}] .di-elsewhere a").click()
        expect(plain.locator("pre.di-code ins")).to_have_count(LARGE)
        plain.context.close()


class TestWithoutServer:
    """Files that a browser opens from the disk."""

    def test_readers_filter_and_follow_lines(self, news_files: Path, visitor: Visitor) -> None:
        report = news_files / "reports" / "2024-01-02-guides-v1-v2" / "index.html"
        page = visitor.visit(f"{report.as_uri()}#{GUIDE}-R3")
        expect(page.locator(f"#{GUIDE}-R3")).to_be_in_viewport()
        page.get_by_role("combobox", name="Status").select_option("Added")
        assert names(page) == ["large.csv", "quotas.md"]
        page.get_by_role("button", name="Copy link to “docs/quotas.md”").click()
        expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()

    def test_a_diff_elsewhere_stays_a_link(self, news_files: Path, visitor: Visitor) -> None:
        report = news_files / "reports" / "2024-01-02-guides-v1-v2" / "index.html"
        page = visitor.visit(report.as_uri())
        section = page.locator(f"section[data-item={LARGE_FILE}]")
        section.locator(".di-diff > summary").click()
        section.locator(".di-elsewhere a").click()
        expect(page.locator("pre.di-code ins")).to_have_count(LARGE)
        assert not [line for line in visitor.complaints if "diffs/" in line]
