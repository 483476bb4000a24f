namespace PassthroughTools.State.Json;

#pragma warning disable CA1032, RCS1194 // made in one way only

/// <summary>
/// Well-formed JSON has a property or a name that this version does not know. What was found undamaged, a newer version has
/// written; what somebody wrote by hand is misspelt.
/// </summary>
/// <param name="message">What is not known, and where.</param>
internal sealed class NewerFormException(string message) : FormatException(message);
