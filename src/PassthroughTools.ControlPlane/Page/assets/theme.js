// The chosen theme, set before anything is painted: a script of its own, since the page's policy allows no inline script.
"use strict";

(() => {
    const key = "passthroughtools.theme";
    const themes = ["auto", "light", "dark"];
    let theme = "auto";
    try {
        const kept = localStorage.getItem(key);
        if (themes.includes(kept)) theme = kept;
    } catch {
        // A browser that keeps nothing has the theme of its system.
    }

    function apply() {
        document.documentElement.dataset.theme = theme;
        const button = document.getElementById("theme");
        if (button) button.textContent = `Theme: ${theme}`;
    }

    apply();
    addEventListener("DOMContentLoaded", () => {
        apply();
        document.getElementById("theme").addEventListener("click", () => {
            theme = themes[(themes.indexOf(theme) + 1) % themes.length];
            apply();
            try {
                localStorage.setItem(key, theme);
            } catch {
                // It lasts as long as the page does.
            }
        });
    });
})();
