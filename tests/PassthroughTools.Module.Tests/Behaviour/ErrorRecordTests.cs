using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>The error record of every id that a cmdlet raises: design.md, section 7.</summary>
public sealed class ErrorRecordTests
{
    /// <summary>
    /// Script, id, category, target, and the cmdlet that says it. A target is text as it was given, or an object as &lt;its
    /// name&gt;.
    /// </summary>
    public static TheoryData<string, ErrorId, string, string, string> Rows => new()
    {
        { "Disconnect-VIServer *; Get-VM", ErrorId.NotConnected, "ConnectionError", "", "Get-VM" },
        { "$vm = Get-VM ready-01; Disconnect-VIServer *; $vm | Start-VM", ErrorId.NotConnected, "ConnectionError", "<ready-01>",
            "Start-VM" },
        { "Get-VM -Server other.json", ErrorId.NotConnected, "ConnectionError", "other.json", "Get-VM" },
        { "Disconnect-VIServer other.json", ErrorId.NotConnected, "ConnectionError", "other.json", "Disconnect-VIServer" },
        { "Connect-VIServer (New-Folder 'folder.json')", ErrorId.StoreAccessDenied, "PermissionDenied", "FOLDER/folder.json",
            "Connect-VIServer" },
        { "Get-PassthroughCapability -CatalogPath (New-Folder 'catalog.json')", ErrorId.AccessDenied, "PermissionDenied",
            "FOLDER/catalog.json", "Get-PassthroughCapability" },
        { "Get-VM nowhere", ErrorId.VMNotFound, "ObjectNotFound", "nowhere", "Get-VM" },
        { "Get-Template ready-01", ErrorId.VMNotFound, "ObjectNotFound", "ready-01", "Get-Template" },
        { "$vm = Get-VM ready-01; $vm | Remove-VM; $vm | Start-VM", ErrorId.VMNotFound, "ObjectNotFound", "<ready-01>",
            "Start-VM" },
        { "Get-VMHost nowhere", ErrorId.VMHostNotFound, "ObjectNotFound", "nowhere", "Get-VMHost" },
        { "New-VM lab-02 -VMHost nowhere", ErrorId.VMHostNotFound, "ObjectNotFound", "nowhere", "New-VM" },
        { "New-VM lab-02 -ResourcePool nowhere", ErrorId.ClusterNotFound, "ObjectNotFound", "nowhere", "New-VM" },
        { "Get-Cluster nowhere", ErrorId.ClusterNotFound, "ObjectNotFound", "nowhere", "Get-Cluster" },
        { "Get-VM -Location nowhere", ErrorId.ClusterNotFound, "ObjectNotFound", "nowhere", "Get-VM" },
        { "Remove-PassthroughDevice 0000:03:00.0 -VM gpu-01", ErrorId.DeviceNotFound, "ObjectNotFound", "0000:03:00.0",
            "Remove-PassthroughDevice" },
        { "Remove-PassthroughDevice 0000:03:00.0", ErrorId.DeviceNotFound, "ObjectNotFound", "0000:03:00.0",
            "Remove-PassthroughDevice" },
        { "Set-PassthroughDevice 0000:ff:00.0 -VMHost esxi01.lab -Mode Host", ErrorId.DeviceNotFound, "ObjectNotFound",
            "0000:ff:00.0", "Set-PassthroughDevice" },
        { "Get-AdvancedSetting ready-01 lab.none", ErrorId.AdvancedSettingNotFound, "ObjectNotFound", "<ready-01>",
            "Get-AdvancedSetting" },
        { "Get-Snapshot ready-01 none", ErrorId.SnapshotNotFound, "ObjectNotFound", "none", "Get-Snapshot" },
        { "$null = New-Snapshot ready-01 x; $x = Get-Snapshot ready-01; $x | Remove-Snapshot; $x | Remove-Snapshot",
            ErrorId.SnapshotNotFound, "ObjectNotFound", "<ready-01>", "Remove-Snapshot" },
        { "Wait-Task Task-task-0", ErrorId.TaskNotFound, "ObjectNotFound", "Task-task-0", "Wait-Task" },
        { "Stop-Task Task-task-0", ErrorId.TaskNotFound, "ObjectNotFound", "Task-task-0", "Stop-Task" },
        { "Get-PassthroughCapability Teleport", ErrorId.CatalogEntryNotFound, "ObjectNotFound", "Teleport",
            "Get-PassthroughCapability" },
        { "New-VM lab-02 -VMHost esxi0*", ErrorId.AmbiguousName, "InvalidArgument", "esxi0*", "New-VM" },
        { "New-VM ready-01 -VMHost esxi01.lab", ErrorId.NameInUse, "ResourceExists", "ready-01", "New-VM" },
        { "New-AdvancedSetting ready-01 lab.owner x", ErrorId.NameInUse, "ResourceExists", "<ready-01>", "New-AdvancedSetting" },
        { "Add-PassthroughDevice ready-01 0000:04:00.0", ErrorId.DeviceInUse, "ResourceBusy", "<NIC held>",
            "Add-PassthroughDevice" },
        { "$null = Add-PassthroughDevice ready-01 -AllowedDevice 1234:5678; Start-VM ready-01", ErrorId.DeviceNotAvailable,
            "ResourceUnavailable", "<ready-01>", "Start-VM" },
        { "Get-PassthroughDevice -VMHost esxi01.lab -Id 0000:03:00.0 | Remove-PassthroughDevice", ErrorId.DeviceNotAttached,
            "InvalidOperation", "<NIC free>", "Remove-PassthroughDevice" },
        { "Get-VMHostPciDevice esxi01.lab -Name LPC* | Add-PassthroughDevice -VM ready-01", ErrorId.DeviceNotPassthroughCapable,
            "InvalidOperation", "<LPC bridge>", "Add-PassthroughDevice" },
        { "Add-PassthroughDevice ready-01 0000:05:00.0", ErrorId.DeviceNotEnabled, "InvalidOperation", "<NIC of the host>",
            "Add-PassthroughDevice" },
        { "Add-PassthroughDevice ready-01 0000:06:00.0", ErrorId.RebootPending, "InvalidOperation", "<NIC pending>",
            "Add-PassthroughDevice" },
        { "Get-PassthroughDevice -VMHost esxi02.lab | Add-PassthroughDevice -VM ready-01", ErrorId.DeviceOnOtherHost,
            "InvalidOperation", "<NIC>", "Add-PassthroughDevice" },
        { "Set-PassthroughDevice 0000:05:00.0 -VMHost esxi01.lab -Mode EnhancedDirectPath", ErrorId.ModeNotConfigurable,
            "InvalidOperation", "<NIC of the host>", "Set-PassthroughDevice" },
        { "Restart-VMHost esxi01.lab", ErrorId.MaintenanceModeRequired, "InvalidOperation", "<esxi01.lab>", "Restart-VMHost" },
        { "Restart-VMHost esxi04.lab", ErrorId.VMHostNotAvailable, "InvalidOperation", "<esxi04.lab>", "Restart-VMHost" },
        { "Set-VMHost esxi04.lab Maintenance", ErrorId.VMHostNotAvailable, "InvalidOperation", "<esxi04.lab>", "Set-VMHost" },
        { "Set-VMHost esxi01.lab Maintenance", ErrorId.VMHostInUse, "ResourceBusy", "<esxi01.lab>", "Set-VMHost" },
        { "Remove-VMHost esxi01.lab", ErrorId.VMHostInUse, "ResourceBusy", "<esxi01.lab>", "Remove-VMHost" },
        {
            "$null = New-AdvancedSetting ready-01 vhv.enable TRUE; Add-PassthroughDevice ready-01 0000:03:00.0",
            ErrorId.NestedVirtualizationEnabled, "InvalidOperation", "<ready-01>", "Add-PassthroughDevice"
        },
        {
            """
            $null = Add-PassthroughDevice ready-01 0000:03:00.0
            $null = Import-PassthroughInventory (New-File 'other.json' '{"schemaVersion":1,"hosts":[{"name":"esxi01.lab","devices":[{"address":"0000:03:00.0","deviceId":"0xffff"}]}]}')
            Start-VM ready-01
            """,
            ErrorId.DeviceMismatch, "InvalidOperation", "<ready-01>", "Start-VM"
        },
        { "Set-VMHost esxi01.lab NotResponding", ErrorId.ValueInvalid, "InvalidArgument", "NotResponding", "Set-VMHost" },
        { "Move-VM ready-01 esxi03.lab", ErrorId.VMHostNotAvailable, "InvalidOperation", "<esxi03.lab>", "Move-VM" },
        { "Move-VM gpu-01 esxi02.lab", ErrorId.DeviceOnOtherHost, "InvalidOperation", "<gpu-01>", "Move-VM" },
        { "Move-VM ready-01 esx4.lab", ErrorId.HardwareVersionTooHigh, "InvalidOperation", "<esx4.lab>", "Move-VM" },
        { "Move-VM ready-01", ErrorId.ValueInvalid, "InvalidArgument", "ready-01", "Move-VM" },
        { "Get-VM ready-01 | Move-VM", ErrorId.ValueInvalid, "InvalidArgument", "<ready-01>", "Move-VM" },
        { "New-Snapshot gpu-01 x", ErrorId.FeatureNotSupported, "InvalidOperation", "<gpu-01>", "New-Snapshot" },
        { "Suspend-VM ready-01", ErrorId.InvalidPowerState, "InvalidOperation", "<ready-01>", "Suspend-VM" },
        { "Restart-VM ready-01", ErrorId.InvalidPowerState, "InvalidOperation", "<ready-01>", "Restart-VM" },
        { "Set-PassthroughSimulation Teleport 1", ErrorId.ValueInvalid, "InvalidArgument", "Teleport",
            "Set-PassthroughSimulation" },
        { "Set-PassthroughSimulation MoveVM -1", ErrorId.ValueInvalid, "InvalidArgument", "MoveVM", "Set-PassthroughSimulation" },
        {
            "$null = Set-PassthroughSimulation PowerOnVM 60; $task = Start-VM ready-01 -RunAsync; Stop-Task $task; Wait-Task "
            + "$task",
            ErrorId.TaskStopped, "OperationStopped", "ready-01", "Wait-Task"
        },
        { "$task = Start-VM ready-01 -RunAsync; $null = $task | Wait-Task; Stop-Task $task", ErrorId.TaskEnded,
            "InvalidOperation", "PowerOnVM_Task", "Stop-Task" },
        { "Start-VM on-01 -RunAsync | Wait-Task", ErrorId.InvalidPowerState, "InvalidOperation", "<on-01>", "Wait-Task" },
        { "Get-PassthroughMaintenancePlan $folder/none.json", ErrorId.PlanNotFound, "ObjectNotFound", "FOLDER/none.json",
            "Get-PassthroughMaintenancePlan" },
        { "Add-PassthroughDevice noiommu-01 0000:03:00.0", ErrorId.IommuDisabled, "InvalidOperation", "<esxi02.lab>",
            "Add-PassthroughDevice" },
        { "Add-PassthroughDevice no4g-01 0000:07:00.0", ErrorId.Above4GDecodingDisabled, "InvalidOperation", "<esxi03.lab>",
            "Add-PassthroughDevice" },
        { "Add-PassthroughDevice on-01 0000:03:00.0", ErrorId.VMNotPoweredOff, "InvalidOperation", "<on-01>",
            "Add-PassthroughDevice" },
        { "Start-VM on-01", ErrorId.InvalidPowerState, "InvalidOperation", "<on-01>", "Start-VM" },
        { "Get-Template golden-01 | Start-VM", ErrorId.TemplateNotSupported, "InvalidOperation", "<golden-01>", "Start-VM" },
        { "Add-PassthroughDevice unreserved-01 0000:03:00.0", ErrorId.MemoryNotReserved, "InvalidOperation", "<unreserved-01>",
            "Add-PassthroughDevice" },
        { "Add-PassthroughDevice bios-01 0000:07:00.0", ErrorId.FirmwareNotEfi, "InvalidOperation", "<bios-01>",
            "Add-PassthroughDevice" },
        { "Add-PassthroughDevice old-01 -AllowedDevice 10de:1eb8", ErrorId.HardwareVersionTooLow, "InvalidOperation", "<old-01>",
            "Add-PassthroughDevice" },
        { "Add-PassthroughDevice full-01 0000:05:00.0", ErrorId.TooManyDevices, "LimitsExceeded", "<full-01>",
            "Add-PassthroughDevice" },
        { "Set-MmioSizing ready-01 100", ErrorId.MmioSizeInvalid, "InvalidArgument", "<ready-01>", "Set-MmioSizing" },
        { "$null = Add-PassthroughDevice ready-01 0000:07:00.0; Set-MmioSizing ready-01 32", ErrorId.MmioSizeTooSmall,
            "LimitsExceeded", "<ready-01>", "Set-MmioSizing" },
        { "Set-VM ready-01 -HardwareVersion newest", ErrorId.ValueInvalid, "InvalidArgument", "newest", "Set-VM" },
        { "Set-VM ready-01 -MemoryMB 1024 -MemoryGB 1", ErrorId.ValueInvalid, "InvalidArgument", "1", "Set-VM" },
        { "Connect-VIServer lab.txt -Backend JsonStore", ErrorId.ValueInvalid, "InvalidArgument", "lab.txt", "Connect-VIServer" },
        { "Connect-VIServer Env:\\lab.json", ErrorId.ValueInvalid, "InvalidArgument", "Env:\\lab.json", "Connect-VIServer" },
        { "Connect-VIServer $folder/none.json", ErrorId.StoreNotFound, "ObjectNotFound", "FOLDER/none.json", "Connect-VIServer" },
        { "Import-PassthroughInventory $folder/none.txt", ErrorId.FileNotFound, "ObjectNotFound", "FOLDER/none.txt",
            "Import-PassthroughInventory" },
        { "Connect-VIServer (New-File 'bad.json' '{')", ErrorId.StoreCorrupt, "InvalidData", "FOLDER/bad.json",
            "Connect-VIServer" },
        { "Connect-VIServer (New-File 'new.json' '{\"schemaVersion\": 99}')", ErrorId.StoreVersionUnsupported, "InvalidData",
            "FOLDER/new.json", "Connect-VIServer" },
        { "Import-PassthroughInventory (New-File 'noise.txt' 'no inventory')", ErrorId.InputMalformed, "InvalidData",
            "FOLDER/noise.txt", "Import-PassthroughInventory" },
        { "Import-PassthroughInventory (New-File 'new.json' '{\"schemaVersion\": 99}')", ErrorId.InputVersionUnsupported,
            "InvalidData", "FOLDER/new.json", "Import-PassthroughInventory" },
        { "Import-PassthroughInventory (New-Folder 'nothing')", ErrorId.InputMalformed, "InvalidData", "FOLDER/nothing",
            "Import-PassthroughInventory" },
        { "Connect-VIServer http://127.0.0.1:1 -Password x", ErrorId.ServerUnreachable, "ConnectionError", "http://127.0.0.1:1",
            "Connect-VIServer" },
        { "Connect-VIServer https://plane.lab:8443", ErrorId.AuthenticationFailed, "AuthenticationError",
            "https://plane.lab:8443", "Connect-VIServer" },
        { "Connect-VIServer https://plane.lab:8443/ -Password 'two words'", ErrorId.AuthenticationFailed, "AuthenticationError",
            "https://plane.lab:8443", "Connect-VIServer" },
        { "Connect-VIServer http://192.0.2.1:8480/ -Password x", ErrorId.CertificateUntrusted, "SecurityError",
            "http://192.0.2.1:8480", "Connect-VIServer" },
        { "Connect-VIServer https://plane.lab -Password x -CertificateThumbprint a1", ErrorId.ValueInvalid, "InvalidArgument",
            "a1", "Connect-VIServer" },
        { "Connect-VIServer 'https://plane.lab/?x' -Password x", ErrorId.ValueInvalid, "InvalidArgument", "https://plane.lab/?x",
            "Connect-VIServer" },
        { "Connect-VIServer vcenter.lab", ErrorId.AuthenticationFailed, "AuthenticationError", "vcenter.lab",
            "Connect-VIServer" },
        { "Set-PassthroughDevice 0000:05:00.0 -VMHost esxi01.lab -Mode DirectPath -ApplyNow", ErrorId.NotSupportedByBackend,
            "NotImplemented", "<NIC of the host>", "Set-PassthroughDevice" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void ARefusalIsOneErrorRecord(string script, ErrorId id, string category, string target, string cmdlet)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session["folder"] = lab.Folder;
        session.Get<object>("""
            function New-Folder($name) { [System.IO.Directory]::CreateDirectory([System.IO.Path]::Combine($folder, $name)).FullName }
            function New-File($name, $text) { $path = [System.IO.Path]::Combine($folder, $name); [System.IO.File]::WriteAllText($path, $text); $path }
            """);
        var outcome = session.Run(script);
        outcome.Output.ShouldBeEmpty();
        var error = outcome.AllErrors.ShouldHaveSingleItem();
        var refusal = error.Exception.ShouldBeOfType<PassthroughException>();
        refusal.Id.ShouldBe(id);
        error.FullyQualifiedErrorId.ShouldBe(
            $"{id},{ModuleAssembly.Cmdlets().Single(candidate => NameOf(candidate.Attribute) == cmdlet).Type.FullName}");
        error.CategoryInfo.Category.ToString().ShouldBe(category);
        error.CategoryInfo.Activity.ShouldBe(cmdlet);
        error.InvocationInfo.MyCommand.Name.ShouldBe(cmdlet);
        Words(error.TargetObject).Replace(lab.Folder, "FOLDER", StringComparison.Ordinal).Replace('\\', '/')
            .ShouldBe(target.Replace('\\', '/'));
        error.TargetObject.ShouldBeSameAs(refusal.Target);
        error.ToString().ShouldBe(refusal.Message);
        Names(error.TargetObject)
            .ShouldContain(name => refusal.Message.Contains(name, StringComparison.Ordinal), refusal.Message);
    }

    /// <summary>
    /// By what a message may name a target: an object's name or id, text as it was given; a number or nothing needs no name.
    /// </summary>
    private static string[] Names(object? target) => target switch
    {
        InventoryObject item => [item.Name, item.Id ?? item.Name],
        string text => [text],
        _ => [""],
    };

    private static string NameOf(CmdletAttribute cmdlet) => $"{cmdlet.VerbName}-{cmdlet.NounName}";

    private static string Words(object? target) => target switch
    {
        null => "",
        InventoryObject item => $"<{item.Name}>",
        _ => Path.TrimEndingDirectorySeparator(FormattableString.Invariant($"{target}")),
    };
}
