using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

/// <summary>A host with a window of some columns, which keeps the lines that Out-Host writes there, warnings, and what bars of progress are of.</summary>
public sealed class TestTerminal : PSHost
{
    private readonly Screen screen;

    public TestTerminal(int width) { screen = new Screen(width); }

    public IReadOnlyList<string> Lines { get { return screen.Lines; } }

    public IReadOnlyList<string> Warnings { get { return screen.Warnings; } }

    public IReadOnlyList<string> Activities { get { return screen.Activities; } }

    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name { get { return "TestTerminal"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override PSHostUserInterface UI { get { return screen; } }

    public override void EnterNestedPrompt() { throw new NotSupportedException(); }
    public override void ExitNestedPrompt() { throw new NotSupportedException(); }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }

    private sealed class Screen : PSHostUserInterface
    {
        private readonly List<string> lines = new List<string>();
        private readonly List<string> warnings = new List<string>();
        private readonly List<string> activities = new List<string>();
        private readonly Window window;
        private string begun = "";

        public Screen(int width) { window = new Window(width); }

        public IReadOnlyList<string> Lines { get { return lines; } }
        public IReadOnlyList<string> Warnings { get { lock (warnings) return warnings.ToArray(); } }
        public IReadOnlyList<string> Activities { get { lock (activities) return activities.ToArray(); } }
        public override PSHostRawUserInterface RawUI { get { return window; } }
        public override bool SupportsVirtualTerminal { get { return true; } }

        public override void Write(string value) { begun += value; }
        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Write(value); }
        public override void WriteLine(string value) { lines.AddRange((begun + value).Split('\n')); begun = ""; }
        public override void WriteDebugLine(string message) { }
        public override void WriteErrorLine(string value) { }
        public override void WriteProgress(long sourceId, ProgressRecord record) { lock (activities) activities.Add(record.Activity); }
        public override void WriteVerboseLine(string message) { }
        public override void WriteWarningLine(string message) { lock (warnings) warnings.Add(message); }

        public override Dictionary<string, PSObject> Prompt(string caption, string message,
            Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }
        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices,
            int defaultChoice) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(string caption, string message, string userName,
            string targetName) { throw new NotSupportedException(); }
        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options) { throw new NotSupportedException(); }
        public override string ReadLine() { throw new NotSupportedException(); }
        public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
    }

    private sealed class Window : PSHostRawUserInterface
    {
        public Window(int width) { BufferSize = new Size(width, 40); }

        public override ConsoleColor BackgroundColor { get; set; }
        public override Size BufferSize { get; set; }
        public override Coordinates CursorPosition { get; set; }
        public override int CursorSize { get; set; }
        public override ConsoleColor ForegroundColor { get; set; }
        public override bool KeyAvailable { get { return false; } }
        public override Size MaxPhysicalWindowSize { get { return BufferSize; } }
        public override Size MaxWindowSize { get { return BufferSize; } }
        public override Coordinates WindowPosition { get; set; }
        public override Size WindowSize { get { return BufferSize; } set { BufferSize = value; } }
        public override string WindowTitle { get; set; }

        public override void FlushInputBuffer() { }
        public override BufferCell[,] GetBufferContents(Rectangle rectangle) { throw new NotSupportedException(); }
        public override KeyInfo ReadKey(ReadKeyOptions options) { throw new NotSupportedException(); }
        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    }
}
