// The keyboard alone: what Tab reaches, in which order, and whether one sees where one is.

const INTERACTIVE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';
/** A date has three fields and a button of its own inside. */
const INSIDE_A_DATE = 4;
const AT_ONCE = 10;

/** Before the first key: what should be reached, and somebody who writes down what is. */
function watchFocus(selector) {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
  const ofItsGroup = (element) => element.type !== "radio" || element.checked || !element.form?.querySelector(`[name="${element.name}"]:checked`);
  const stops = [...document.querySelectorAll(selector)].filter((one) => !one.disabled && shown(one) && ofItsGroup(one));
  const watch = { left: new Set(stops), first: null, wrong: [], back: false };
  const tell = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const marked = ({ outlineStyle, outlineWidth, boxShadow }) => (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  // Not entirely hidden by what stays when the page scrolls, nor out of sight (WCAG 2.4.11).
  const seen = (element) =>
    [...element.getClientRects()].some((box) => {
      const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1];
      const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1];
      if (left > right || top > bottom) return false;
      const points = [[(left + right) / 2, (top + bottom) / 2], [left, top], [right, top], [left, bottom], [right, bottom]];
      return points.some(([x, y]) => {
        const there = document.elementFromPoint(x, y);
        return there && (element.contains(there) || there.contains(element));
      });
    });
  const look = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return;
    watch.first ??= element;
    watch.back ||= watch.left.size === 0 && element === watch.first;
    if (!watch.left.delete(element)) return;
    if (!marked(getComputedStyle(element))) watch.wrong.push(`focus is not seen on ${tell(element)}`);
    if (!seen(element)) watch.wrong.push(`focus is hidden on ${tell(element)}`);
  };
  // Before it moves on: by then the page has scrolled to where the focus is.
  window.addEventListener("keydown", look, { capture: true });
  window.told = () => {
    look();
    const first = watch.first?.classList.contains("skip") ? [] : [`Tab does not begin at the skip link but at ${watch.first ? tell(watch.first) : "nothing"}`];
    const left = [...watch.left].map((element) => `Tab does not reach ${tell(element)}`);
    const trap = left.length > 0 || watch.back ? [] : [`Tab does not come round again: it stays at ${tell(document.activeElement)}`];
    return [...first, ...watch.wrong, ...left, ...trap];
  };
  window.done = () => watch.back;
  const dates = stops.filter((one) => one.type === "date").length;
  return { stops: stops.length, dates };
}

/** What the keyboard alone finds wrong with a page that was just opened. */
export async function byKeyboard(page) {
  const { stops, dates } = await page.evaluate(watchFocus, INTERACTIVE);
  // Regions that scroll are stops too; all round and a little further.
  const most = stops * 1.5 + dates * INSIDE_A_DATE + 30;
  for (let pressed = 0; pressed < most; pressed += AT_ONCE) {
    // Together, so that the page is painted once for all of them.
    await Promise.all(Array.from({ length: AT_ONCE }, () => page.keyboard.press("Tab")));
    if (await page.evaluate(() => window.done())) break;
  }
  return page.evaluate(() => window.told());
}

/** Goes to a control by Tab, as one does who has no mouse. */
export async function goTo(page, target) {
  await target.waitFor();
  for (let pressed = 0; pressed < 400; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return target;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Follows a link or presses a button by the keyboard. */
export async function follow(page, role, name, within = page) {
  await goTo(page, within.getByRole(role, { name }).first());
  await page.keyboard.press("Enter");
}

/** Writes in a field by the keyboard; what stands in it is written over. */
export async function write(page, label, text) {
  const field = await goTo(page, page.getByLabel(label).first());
  const kind = await field.evaluate((element) => element.type ?? element.tagName);
  // The fields of a date follow the language of the machine, so its value is given whole.
  if (kind === "date") return field.fill(text);
  if (kind !== "select-one") await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}
