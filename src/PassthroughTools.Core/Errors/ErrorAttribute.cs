using System.Reflection;

namespace PassthroughTools.Errors;

/// <summary>The row of an <see cref="ErrorId"/>.</summary>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class ErrorAttribute(string category, int status, bool retryHelps = false) : Attribute
{
    /// <summary>The name of PowerShell's ErrorCategory.</summary>
    public string Category => category;

    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool RetryHelps => retryHelps;

    public static ErrorAttribute Of(ErrorId id) => typeof(ErrorId).GetField(id.ToString()).GetCustomAttribute<ErrorAttribute>();
}
