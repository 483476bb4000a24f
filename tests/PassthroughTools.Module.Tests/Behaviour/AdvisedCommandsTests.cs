using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Sessions;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>What a command that a message advises acts on, where more than one server is connected.</summary>
public sealed class AdvisedCommandsTests
{
    private static readonly Regex Mention = new(@"(?<![\w'-])[A-Z][a-z]+-[A-Z][A-Za-z]+", RegexOptions.None,
        TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData("Run: Stop-VM -VM 'a'", "Run: Stop-VM -Server 'lab' -VM 'a'")]
    [InlineData("Stop-VM -VM 'a'; Get-VM -Location 'h' | Get-PassthroughDevice -Id 0000:03:00.0 | Remove-PassthroughDevice",
        "Stop-VM -Server 'lab' -VM 'a'; Get-VM -Server 'lab' -Location 'h' | Get-PassthroughDevice -Id 0000:03:00.0 | "
        + "Remove-PassthroughDevice")]
    [InlineData("VM 'it's' is on. Power it off (Stop-VM -VM 'it''s') and see: Get-VM",
        "VM 'it's' is on. Power it off (Stop-VM -Server 'lab' -VM 'it''s') and see: Get-VM -Server 'lab'")]
    [InlineData("VM 'x'' is on. Run: Stop-VM -VM 'x'''", "VM 'x'' is on. Run: Stop-VM -Server 'lab' -VM 'x'''")]
    [InlineData("VM 'my Stop-VM' is on. Run: Stop-VM -VM 'my Stop-VM'",
        "VM 'my Stop-VM' is on. Run: Stop-VM -Server 'lab' -VM 'my Stop-VM'")]
    [InlineData("Run: Stop-VM -VM 'a'' Start-VM -VM ''b'", "Run: Stop-VM -Server 'lab' -VM 'a'' Start-VM -VM ''b'")]
    [InlineData("See: (Get-VMHost 'h').DvxClasses", "See: (Get-VMHost -Server 'lab' 'h').DvxClasses")]
    [InlineData("Connect it first: Connect-VIServer 'x', or Get-VMHost -Server 'other'",
        "Connect it first: Connect-VIServer 'x', or Get-VMHost -Server 'other'")]
    [InlineData("the host's own 'x of 3. Run: Get-VM", "the host's own 'x of 3. Run: Get-VM -Server 'lab'")]
    public void EachNamesTheServer(string text, string named)
    {
        AdvisedCommands.On("lab", text).ShouldBe(named);
        AdvisedCommands.On("lab", named).ShouldBe(named);
    }

    /// <summary>A rehearsal beside its target has its name, and a path may have what a pattern has.</summary>
    [Theory]
    [InlineData("o'neill.json", "")]
    [InlineData("lab[1].json", "")]
    [InlineData("lab.json", "-Rehearsal")]
    public void WhatIsNamedIsTheServerAlone(string file, string more)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        var store = Path.Combine(lab.Folder, file);
        if (store != lab.Store) File.Copy(lab.Store, store);
        session["other"] = store;
        session.Get<object>($"$second = Connect-VIServer $other {more} -WarningAction Ignore");
        foreach (var server in new[] { "$server", "$second" })
        {
            var remedy =
                session.Get<string>(
                    $"(Test-PassthroughPrerequisite on-01 -Server {server} | Where-Object Requirement -eq PoweredOff).Remedy")
                    .Single();
            session.Get<object>(remedy);
            session.Get<string>($"(Get-VM on-01 -Server {server}).PowerState").ShouldBe(["PoweredOff"], remedy);
            session.Get<object>($"Start-VM on-01 -Server {server}");
            session.Get<string>("(Get-VM on-01 -Server $server).PowerState; (Get-VM on-01 -Server $second).PowerState")
                .ShouldBe(["PoweredOn", "PoweredOn"]);
        }
    }

    /// <summary>
    /// No text of the rules, nor of the cmdlets, mentions a cmdlet in a way in which it is not found. What begins at a word's
    /// bound is an expression that reads commands, not a text.
    /// </summary>
    [Fact]
    public void EachMentionInATextIsFound()
    {
        using var session = new Session();
        var cmdlets =
            session.Get<string>(
                "(Get-Command -Module PassthroughTools -CommandType Cmdlet | Where-Object { $_.Parameters.ContainsKey('Server') "
                + "}).Name")
            .Except(["Connect-VIServer", "Disconnect-VIServer"], StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        cmdlets.Count.ShouldBeGreaterThan(40);
        int found = 0;
        foreach (var path in new[] { Repository.CoreAssembly, Repository.ModuleAssembly })
        {
            using var assembly = new PortableAssembly(path);
            foreach (var literal in assembly.Literals.Where(static one => !one.StartsWith("\\b", StringComparison.Ordinal)))
            {
                foreach (var mention in Mention.Matches(literal).Where(one => cmdlets.Contains(one.Value)))
                {
                    bool isFed = literal[..mention.Index].EndsWith("| ", StringComparison.Ordinal);
                    var rest = literal[mention.Index..];

                    // A literal that begins with a quote ends a name that stands before it.
                    var text = literal.StartsWith('\'') ? $"'x{literal}" : literal;
                    var named = AdvisedCommands.On("s", text);
                    if (!isFed) named.ShouldContain($"{mention.Value} -Server", Case.Sensitive, literal);
                    named.Replace(" -Server 's'", "", StringComparison.Ordinal).ShouldBe(text);
                    found++;
                }
            }
        }

        found.ShouldBeGreaterThan(100);
    }

    /// <summary>
    /// With two servers of the same machines each command of an error, a warning, a preflight and a plan names its own.
    /// </summary>
    [Fact]
    public void WithTwoServersEachCommandActsOnItsOwn()
    {
        using Lab first = new(), second = new();
        using var session = first.Connect();
        session["other"] = second.Store;
        session.Get<object>("$null = Connect-VIServer $other -Force; Start-VM ready-01 -Server $other");
        const string All = """
            $vms = @(Get-VM -Server $store)
            $devices = @(Get-PassthroughDevice -Server $store -VMHost *)
            @($vms + (Get-Template -Server $store) | Test-PassthroughPrerequisite; Get-VMHost -Server $store | Test-PassthroughPrerequisite).Remedy
            foreach ($vm in $vms) { foreach ($device in $devices) { (Test-PassthroughPrerequisite $vm -PassthroughDevice $device).Remedy } }
            Get-VMHost -Server $store | ForEach-Object { (New-PassthroughMaintenancePlan $_).Steps.Reason }
            (Find-PassthroughHost $vms).Reason
            """;
        const string Refused = """
            foreach ($vm in $vms) { foreach ($device in $devices) { Add-PassthroughDevice $vm $device; Add-PassthroughDevice $vm $device -WhatIf } }
            foreach ($host_ in Get-VMHost -Server $store) { Restart-VMHost $host_; Remove-VMHost $host_; Set-VMHost $host_ Maintenance; Test-PassthroughPrerequisite on-01 -PassthroughDevice none -Server $store }
            $vms | Suspend-VM; $vms | Start-VM; $vms | Start-VM; $vms | New-Snapshot -Name x -Memory; $vms | Set-VM -Firmware Bios -HardwareVersion vmx-07
            $vms | Set-VMResourceConfiguration -MemReservationMB 1; Remove-VM $vms -DeletePermanently -WhatIf
            Set-PassthroughDevice $devices -Mode Host -WhatIf; $null = (Start-VM on-01 -Server $store -RunAsync | Wait-Task)
            """;
        session.Get<object>("$Error.Clear()");
        Outcome[] outcomes = [session.Run(All), session.Run(Refused)];
        var texts = outcomes[0].Output.Where(static item => item is not null).Select(static item => item.ToString()).Concat(
            outcomes.SelectMany(
                static outcome => outcome.Warnings.Concat(outcome.AllErrors.Select(static error => error.Exception.Message))));
        int named = 0;
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
        {
            var without = text.Replace($" -Server '{first.Store}'", "", StringComparison.Ordinal);
            without.ShouldNotContain(" -Server ", Case.Sensitive, text);
            AdvisedCommands.On(first.Store, without).ShouldBe(text, text);
            if (without != text) named++;
        }

        named.ShouldBeGreaterThan(50);

        // Each pipeline begins on the server.
        var remedies = session.Get<string>(
            "(Get-VM -Server $store | Test-PassthroughPrerequisite | Where-Object Result -eq Fail).Remedy -match "
            + "'^[A-Z][a-z]+-[A-Z]'");
        remedies.Count.ShouldBeGreaterThan(3);
        foreach (var remedy in remedies)
        {
            var parsed = Parser.ParseInput(remedy, out _, out var errors);
            errors.ShouldBeEmpty(remedy);
            parsed.FindAll(static node => node is PipelineAst, searchNestedScriptBlocks: true).Cast<PipelineAst>()
                .ShouldAllBe(pipeline => pipeline.PipelineElements[0].Extent.Text.Contains($" -Server '{first.Store}'",
                    StringComparison.Ordinal), remedy);
        }
    }

    [Fact]
    public void WithOneServerNoneIsNamed()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run("Start-VM on-01; Add-PassthroughDevice on-01 0000:03:00.0").Errors.Select(
            static error => error.Exception.Message)
            .ShouldAllBe(static message => !message.Contains("-Server", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsNoDefaultIsNamed()
    {
        using var lab = new Lab();
        using var session = lab.Connect("-NotDefault");
        session.Run(
            "Get-VM on-01 -Server $server | Add-PassthroughDevice -PassthroughDevice 0000:03:00.0").Errors.ShouldHaveSingleItem()
            .Exception.Message.ShouldEndWith($"Stop-VM -Server '{lab.Store}' -VM 'on-01'");
    }
}
