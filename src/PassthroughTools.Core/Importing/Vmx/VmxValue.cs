namespace PassthroughTools.Importing.Vmx;

/// <summary>A value of a .vmx file and the line that it stands on.</summary>
internal readonly record struct VmxValue(string Text, int Line);
