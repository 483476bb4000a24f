namespace VMware.Vim;

/// <summary>A session of a user.</summary>
public sealed class UserSession : DynamicData
{
    public string? Key { get; set; }

    public string? UserName { get; set; }

    public string? FullName { get; set; }

    public DateTime LoginTime { get; set; }

    public DateTime LastActiveTime { get; set; }

    public string? Locale { get; set; }

    public string? MessageLocale { get; set; }
}
