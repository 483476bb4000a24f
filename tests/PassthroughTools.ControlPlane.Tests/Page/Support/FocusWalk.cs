namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>Where the tab key stops.</summary>
internal static class FocusWalk
{
    private const int Most = 200;

    /// <summary>Names an element, with all its controls of one choice being one.</summary>
    private const string Name =
        """
        const nameOf = element => element.type === "radio" ? element.name : [...document.querySelectorAll("*")].indexOf(element) + " " + element.tagName + " "
            + (element.id || element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40));
        """;

    /// <summary>The controls that are on the page.</summary>
    public static Task<string[]> ControlsAsync(LivePage page) => page.Tab.EvaluateAsync<string[]>(
        $$"""
        () => {
            {{Name}}
            return [...new Set([...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
                .filter(element => element.tabIndex >= 0 && element.checkVisibility()).map(nameOf))];
        }
        """);

    /// <summary>
    /// The stops of a page that was just loaded, from its start to its end; what is wrong with one is in its name.
    /// </summary>
    public static async Task<List<string>> StopsAsync(LivePage page)
    {
        var stops = new List<string>();
        for (int i = 0; i < Most; i++)
        {
            await page.Tab.Keyboard.PressAsync("Tab");
            var stop = await page.Tab.EvaluateAsync<string?>(
                $$"""
                () => {
                    {{Name}}
                    const element = document.activeElement;
                    if (element === document.body) return null;

                    // The drawn one of a radio button is next to it.
                    const drawn = element.type === "radio" ? element.nextElementSibling : element;
                    const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
                    const box = drawn.getBoundingClientRect();
                    const isMarked = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
                    const isInside = box.width > 0 && box.height > 0 && box.left < innerWidth && box.right > 0 && box.top < innerHeight && box.bottom > 0;
                    const hit = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 12));
                    const isFree = drawn.contains(hit) || element.contains(hit) || hit?.contains(drawn);
                    return nameOf(element) + (isMarked ? "" : " HAS NO MARK") + (isInside ? "" : " IS OUTSIDE") + (isFree ? "" : " IS COVERED");
                }
                """);
            if (stop is null || stops.Contains(stop)) break;
            stops.Add(stop);
        }

        return stops;
    }
}
