using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Importing.Input;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>A list that is imported to a host shows the name of another.</summary>
public sealed class ShownHostTests
{
    private static readonly EsxcliSample[] Devices = [EsxcliSample.Gpu(), EsxcliSample.Nic()];

    [Theory]
    [InlineData("esx02", "esx02", false)]
    [InlineData("ESX02", "esx02.lab", false)]
    [InlineData("esx02.lab", "esx02", false)]
    [InlineData("localhost", "esx02", false)]
    [InlineData("localhost.localdomain", "esx02", false)]
    [InlineData("esx02", "10.0.0.2", false)]
    [InlineData("fe80::2", "esx02", false)]
    [InlineData("esx02", "esx01", true)]
    [InlineData("esx02.a.lab", "esx02.b.lab", true)]
    public void NamesAreComparedAsFarAsTheyTell(string shown, string named, bool expected) =>
        new ShownHost(shown, null).IsOther(named).ShouldBe(expected);

    [Fact]
    public void APromptOfAnotherHostIsSaid()
    {
        var file = Imports.File("[root@esx02:~] esxcli hardware pci list\n" + EsxcliSample.Text(Devices), "list.txt");

        var item = Imports.Empty.DecideOn("esx01", null, file).Items.Single(static item => item.Kind == ImportedKind.VMHost);

        item.Contradiction.ShouldBe(
            "in file 'list.txt' the prompt is that of host 'esx02'. If that is another host, import the file with -VMHost "
            + "'esx02', and this host's own files again");
        item.Detail.ShouldEndWith("; " + item.Contradiction);
        Imports.Empty.DecideOn("esx02.lab", null, file).Items.ShouldAllBe(static item => item.Contradiction == null);
        Imports.Refused(ErrorId.ValueInvalid, () => Imports.Empty.DecideOn(null, null, file)).Message.ShouldEndWith(
            "-VMHost 'esx02'");
    }

    [Theory]
    [InlineData("esxcli -s esx02.lab.local -u root hardware pci list", "esx02.lab.local")]
    [InlineData("esxcli --server=esx02 hardware pci list", "esx02")]
    [InlineData("esxcli -s vcenter -h esx02 hardware pci list", "esx02")]
    [InlineData("PS C:\\> esxcli --vihost esx02 --server vcenter hardware pci list", "esx02")]
    [InlineData("anna@laptop:~$ ssh root@esx02 esxcli hardware pci list", "esx02")]
    [InlineData("anna@laptop:~$ ssh -p 22 root@esx02 'localcli hardware pci list'", "esx02")]
    [InlineData("$ ssh -i ~/.ssh/key root@esx02 esxcli hardware pci list", "esx02")]
    [InlineData("$ ssh -J jump root@esx02 esxcli hardware pci list", "esx02")]
    [InlineData("$ ssh -o StrictHostKeyChecking=no -l root esx02 esxcli hardware pci list", "esx02")]
    [InlineData("$ ssh -4p22 -oBatchMode=yes ssh://root@esx02:22 \"esxcli hardware pci list\"", "esx02")]
    [InlineData("~ # ssh esx02 localcli hardware pci list", "esx02")]
    [InlineData("$ sshpass -p x ssh root@esx02 esxcli hardware pci list", "esx02")]
    [InlineData("PS C:\\> plink root@esx02 esxcli hardware pci list", "esx02")]
    [InlineData("C:\\> plink.exe -pw x -P 22 root@esx02 esxcli hardware pci list", "esx02")]
    [InlineData("C:\\> plink -load saved esxcli hardware pci list", null)]
    [InlineData("> esxcli.exe -s esx02 hardware pci list", "esx02")]
    [InlineData("$ esxcli -d sha1 -sesx02 hardware pci list", "esx02")]
    [InlineData("PS> (Get-EsxCli -VMHost esx02 -V2).hardware.pci.list.Invoke()", "esx02")]
    [InlineData("PS C:\\> (Get-EsxCli -V2 -VMHost (Get-VMHost 'esx02')).hardware.pci.list.Invoke()", "esx02")]
    [InlineData("PowerCLI C:\\> (Get-VMHost esx02 | Get-EsxCli -V2).hardware.pci.list.Invoke()", "esx02")]
    [InlineData("$ ssh root@esx01 esxcli hardware pci list", null)]
    [InlineData("$ ssh -J root@esx02 esx01 esxcli hardware pci list", null)]
    [InlineData("[root@esx01:~] esxcli hardware pci list | grep -h x", null)]
    [InlineData("[root@esx01:~] esxcli hardware pci list", null)]
    public void ACommandThatNamesAnotherHostIsSaid(string line, string? shown)
    {
        var decision = Imports.Empty.DecideOn("esx01", null, Imports.File(line + "\n" + EsxcliSample.Text(Devices)));

        var contradiction = decision.Items.Single(static item => item.Kind == ImportedKind.VMHost).Contradiction;
        if (shown is null) contradiction.ShouldBeNull();
        else contradiction.ShouldNotBeNull().ShouldStartWith($"in file 'input.txt' the command line names host '{shown}'. ");
    }

    [Fact]
    public void AMachinesPromptIsSaidToo() => Imports.Empty
        .DecideOn("esx01", null, Imports.File("[root@esx02:~] cat web.vmx\n" + Imports.Vmx("web").Text)).Items
        .Single(static item => item.Kind == ImportedKind.VMHost).Contradiction.ShouldNotBeNull();

    [Theory]
    [InlineData("VMHost")]
    [InlineData("HostName")]
    public void AColumnOfAnotherHostIsRefused(string column)
    {
        var lines = EsxcliSample.ExportCsv(',', false, Devices).Split("\r\n");
        string Text(params string[] hosts) => string.Join("\r\n", lines.Select((line, at) =>
            line.Length == 0 ? line : $"\"{(at == 0 ? column : hosts[(at - 1) % hosts.Length])}\",{line}"));

        Imports.Refused(ErrorId.ValueInvalid,
            () => Imports.Empty.DecideOn("esx01", null, Imports.File(Text("esx02.lab")))).Message.ShouldBe(
            $"In file 'input.txt' {column} is 'esx02.lab', and -VMHost is 'esx01'. Import it with -VMHost 'esx02.lab', or remove "
            + $"{column} from the file where both are one host.");
        Imports.Empty.ImportOn("esx02", null, Imports.File(Text("esx02.lab"))).TheHost("esx02").Devices.Count.ShouldBe(2);
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(Text("esx02", "esx03"))).Message.ShouldBe(
            $"File 'input.txt', line 3: {column} is 'esx03', and the list above is of host 'esx02'; give each host's output as a "
            + "file of its own.");
    }

    [Theory]
    [InlineData("C*")]
    [InlineData("C?")]
    public void NoClusterIsMadeOfAPattern(string cluster)
    {
        var list = Imports.File(EsxcliSample.Text(Devices));

        Imports.Refused(ErrorId.ValueInvalid, () => Imports.Empty.DecideOn("esx01", cluster, list))
            .Message.ShouldBe(
                $"There is no cluster '{cluster}', and none is made of a pattern. Give the whole name of one cluster.");
        Imports.Empty.With(new ClusterPut(new ClusterRecord { Id = "ClusterComputeResource-domain-c7", Name = cluster }))
            .ImportOn("esx01", cluster, list).TheHost("esx01").ClusterId.ShouldBe("ClusterComputeResource-domain-c7");
    }

    [Theory]
    [InlineData("esx*")]
    [InlineData("esx0[12]")]
    public void NoHostIsMadeOfAPattern(string host) =>
        Imports.Refused(ErrorId.ValueInvalid, () => Imports.Empty.DecideOn(host, null, Imports.File(EsxcliSample.Text(Devices))))
            .Message.ShouldStartWith($"There is no host '{host}', and none is made of a pattern.");
}
