using System.Globalization;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>Another culture for the time of an act; it flows with what the act awaits.</summary>
internal static class Culture
{
    public static async Task<T> In<T>(string name, Func<Task<T>> act)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
        return await act();
    }
}
