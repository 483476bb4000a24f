using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Text;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>What the methods of views ask, as operations.</summary>
internal static class ViewMethods
{
    private const string TaskSuffix = "_Task";

    private static readonly (string Method, string Cmdlet)[] Cmdlets =
    [
        ("CloneVM", "New-VM"), ("UnregisterVM", "Remove-VM"), ("TerminateVM", "Stop-VM"), ("StandbyGuest", "Suspend-VM"),
        ("RemoveAllSnapshots", "Remove-Snapshot"), ("DisconnectHost", "Set-VMHost -State Disconnected"),
        ("ReconnectHost", "Set-VMHost -State Connected"), ("RecommendHostsForVm", "Find-PassthroughHost"),
        ("PlaceVm", "Find-PassthroughHost"), ("PowerOnVM", "Move-VM, then Start-VM"),
    ];

    /// <summary>Answers a method that only reads; false where it is one that acts.</summary>
    public static bool TryAnswer(
        InventoryState state, ManagedObjectReference moRef, string method, object?[] arguments, out object? answer)
    {
        answer = null;
        switch (method)
        {
            case "QueryConfigTarget":
                answer = TargetProjection.Of(Offering(state, moRef, arguments[0] as ManagedObjectReference));
                return true;
            case "Refresh":
                _ = state.Host(MoRefs.OwnerOf(moRef) ?? moRef.ToString());
                return true;
            default:
                return false;
        }
    }

    /// <summary>
    /// The operations that a method asks for, in order: one, but for the passthrough of several devices of a host. All of those
    /// are decided before the first is carried out.
    /// </summary>
    /// <exception cref="PassthroughException">It cannot be asked here, or what it is given is not right.</exception>
    public static IReadOnlyList<Operation> Operations(
        InventoryState state, ManagedObjectReference moRef, string method, object?[] arguments)
    {
        string name = method.EndsWith(TaskSuffix, StringComparison.Ordinal)
            ? method.Substring(0, method.Length - TaskSuffix.Length)
            : method;
        string id = MoRefs.OwnerOf(moRef) ?? moRef.ToString();
        return moRef.Type switch
        {
            "VirtualMachine" => [OfMachine(state, state.VM(id), name, arguments)],
            "HostSystem" => [OfHost(state.Host(id), name, arguments)],
            MoRefs.PciPassthruSystem when name == "UpdatePassthruConfig" =>
                Passthrough(state, state.Host(id), arguments[0] as HostPciPassthruConfig[]),
            "VirtualMachineSnapshot" when name == "RemoveSnapshot" => [Removal(state, id, arguments[0] is true)],
            _ => throw NotServed(moRef, name),
        };
    }

    private static Operation OfMachine(InventoryState state, VMRecord vm, string name, object?[] arguments) => name switch
    {
        "ReconfigVM" => ConfigSpecReader.Read(state, vm, arguments[0] as VirtualMachineConfigSpec
            ?? throw new PassthroughException(
                ErrorId.ValueInvalid, $"ReconfigVM of VM '{vm.Name}' needs a VirtualMachineConfigSpec.", state.View(vm))),
        "PowerOnVM" => arguments[0] is not ManagedObjectReference host || state.Host(host.ToString()).Id == vm.HostId
            ? new PowerOnVM { VMId = vm.Id }
            : throw NotServed(MoRefs.Of(vm), name, " on another host"),
        "PowerOffVM" => new PowerOffVM { VMId = vm.Id },
        "ShutdownGuest" => new PowerOffVM { VMId = vm.Id },
        "SuspendVM" => new SuspendVM { VMId = vm.Id },
        "ResetVM" or "RebootGuest" => new RestartVM { VMId = vm.Id },
        "CreateSnapshot" => new CreateSnapshot
        {
            VMId = vm.Id,
            NewName = Text(arguments[0]),
            Description = Text(arguments[1]),
            Memory = arguments[2] is true,
            Created = DateTime.UtcNow,
        },
        "MigrateVM" => Move(
            vm, name, arguments[1] as ManagedObjectReference, arguments[0] as ManagedObjectReference, arguments[2], arguments[3]),
        "RelocateVM" when arguments[0] is VirtualMachineRelocateSpec spec =>
            spec is { Datastore: null, DiskMoveType: null, Folder: null }
                ? Move(vm, name, spec.Host, spec.Pool, arguments[1], null)
                : throw NotServed(MoRefs.Of(vm), name, " to a datastore or folder"),
        "UpgradeVM" => new ChangeVM
        {
            VMId = vm.Id,
            HardwareVersion = Text(arguments[0]) is { Length: > 0 } version
                ? HardwareVersions.Parse(version)
                : HardwareVersions.NewestOn(state.Host(vm.HostId).Version),
        },
        "Rename" => new ChangeVM { VMId = vm.Id, NewName = VimNames.Unescape(Text(arguments[0])) },
        "Destroy" => new RemoveVM { VMId = vm.Id, DeletePermanently = true },
        _ => throw NotServed(MoRefs.Of(vm), name),
    };

    /// <summary>Resource pools are recorded, and no operation moves a machine to another one.</summary>
    private static MoveVM Move(
        VMRecord vm, string name, ManagedObjectReference? host, ManagedObjectReference? pool, object? priority, object? state)
    {
        if (Text(priority) is { Length: > 0 } given
            && !Enum.GetNames(typeof(VirtualMachineMovePriority)).Contains(given, StringComparer.OrdinalIgnoreCase))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"{name} of VM '{vm.Name}' knows no priority {Malformed.Quote(given)}. Ask for defaultPriority, highPriority or "
                + "lowPriority.",
                MoRefs.Of(vm));
        }

        if (pool is not null && !pool.Equals(MoRefs.Of(vm.Details?.ResourcePoolId)))
            throw NotServed(MoRefs.Of(vm), name, " to another resource pool");
        if (host is null) throw NotServed(MoRefs.Of(vm), name, " without a host");
        if (Text(state) is { Length: > 0 } asked && !string.Equals(asked, $"{vm.PowerState}", StringComparison.OrdinalIgnoreCase))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"{name} is to move VM '{vm.Name}' only while it is {Malformed.Quote(asked)}, and it is {vm.PowerState}. "
                + "Ask for its own state, or for none.",
                MoRefs.Of(vm));
        }

        return new MoveVM { VMId = vm.Id, VMHostId = host.ToString() };
    }

    private static Operation OfHost(HostRecord host, string name, object?[] arguments) => name switch
    {
        "EnterMaintenanceMode" => new SetHostState
        {
            VMHostId = host.Id, State = VMHostState.Maintenance, Evacuate = arguments[1] is true,
        },
        "ExitMaintenanceMode" => new SetHostState { VMHostId = host.Id, State = VMHostState.Connected },
        "RebootHost" => new RestartHost { VMHostId = host.Id, Force = arguments[0] is true },
        _ => throw NotServed(MoRefs.Of(host), name),
    };

    private static List<SetDeviceMode> Passthrough(InventoryState state, HostRecord host, HostPciPassthruConfig[]? configs)
    {
        if (configs is not { Length: > 0 })
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"UpdatePassthruConfig of host '{host.Name}' needs a HostPciPassthruConfig for each device that is to change.",
                state.View(host));
        }

        var operations = new List<SetDeviceMode>();
        foreach (var config in configs)
        {
            var operation = Passthrough(state, host, config);
            if (operations.Exists(one => one.Address == operation.Address))
            {
                throw new PassthroughException(
                    ErrorId.ValueInvalid,
                    $"UpdatePassthruConfig of host '{host.Name}' has device {operation.Address} twice. Give one "
                    + "HostPciPassthruConfig for each device. Nothing was changed.",
                    state.View(host));
            }

            try
            {
                state = state.Apply(state.Revision, operation.Decide(state).Changes);
            }
            catch (PassthroughException refusal) when (refusal.Message.Contains(" -ApplyNow"))
            {
                // Scripts know the property of VIM; the rule has the name of the cmdlet's parameter.
                string words = refusal.Message.Replace(" -ApplyNow", " ApplyNow");
                throw new PassthroughException(refusal.Id, words, refusal.Target, refusal.InnerException);
            }

            operations.Add(operation);
        }

        return operations;
    }

    private static SetDeviceMode Passthrough(InventoryState state, HostRecord host, HostPciPassthruConfig? config)
    {
        if (!PciAddress.TryParse(config?.Id, out var address))
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"Id {Malformed.Quote(config?.Id ?? "")} of a HostPciPassthruConfig is not a PCI address. "
                + "Write it as 0000:3b:00.0.",
                config?.Id);
        }

        if (config is HostSriovConfig)
        {
            throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"The virtual functions of device {address} of host "
                + $"'{host.Name}' cannot be changed: SR-IOV is recorded here, not "
                + "configured. Pass a HostPciPassthruConfig.",
                state.View(host));
        }

        var mode = host.Device(address).Mode;
        return new SetDeviceMode
        {
            VMHostId = host.Id,
            Address = address,
            Mode = !config!.PassthruEnabled ? DeviceMode.Host
                : mode == DeviceMode.EnhancedDirectPath ? null
                : DeviceMode.DirectPath,
            HardwareLabel = config.HardwareLabel,
            ApplyNow = config.ApplyNow == true,
        };
    }

    private static RemoveSnapshot Removal(InventoryState state, string id, bool removeChildren)
    {
        var vm = state.VMOfSnapshot(id)
            ?? throw new PassthroughException(
                ErrorId.SnapshotNotFound,
                $"There is no snapshot '{id}', or not any more. See what there is: Get-Snapshot -VM *", id);
        return new RemoveSnapshot { VMId = vm.Id, SnapshotId = id, RemoveChildren = removeChildren };
    }

    /// <summary>
    /// The hosts that a browser tells of: those of its cluster. A machine's browser is that of the cluster, or of the lone host,
    /// where the machine is (vSphere Web Services API, VirtualMachine.environmentBrowser).
    /// </summary>
    private static List<HostRecord> Offering(
        InventoryState state, ManagedObjectReference browser, ManagedObjectReference? host)
    {
        string owner = MoRefs.OwnerOf(browser) ?? "";
        var own = state.Clusters.Find(owner) is null ? state.Host(state.VM(owner).HostId) : null;
        List<HostRecord> hosts = own is { ClusterId: null }
            ? [own]
            : [.. state.Hosts.Values.Where(one => one.ClusterId == (own?.ClusterId ?? owner))];
        if (host is null) return hosts;
        var asked = state.Host(host.ToString());
        return hosts.Contains(asked) ? [asked] : throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"Host '{asked.Name}' is not one of those that {browser} tells of: {Listing.Of(hosts, static one => one.Name)}.",
            state.View(asked));
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>That a method is not served, with the cmdlet to use instead where there is one.</summary>
    public static PassthroughException NotServed(ManagedObjectReference moRef, string method, string how = "")
    {
        string name = method.EndsWith(TaskSuffix, StringComparison.Ordinal)
            ? method.Substring(0, method.Length - TaskSuffix.Length)
            : method;
        string? cmdlet = Array.Find(Cmdlets, one => string.Equals(one.Method, name, StringComparison.OrdinalIgnoreCase)).Cmdlet;
        string advice = cmdlet is not null
            ? $"Use a cmdlet: {cmdlet}"
            : "See what the module does: Get-Command -Module PassthroughTools";
        return new PassthroughException(
            ErrorId.NotSupportedByBackend, $"{Malformed.Printable(method)} of {moRef}{how} is not served here. {advice}", moRef);
    }
}
