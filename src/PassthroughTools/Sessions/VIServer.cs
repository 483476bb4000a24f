using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Operations;
using PassthroughTools.Planning.Execution;
using PassthroughTools.State;

namespace PassthroughTools.Sessions;

/// <summary>A connected server: a store, a control plane, a vSphere, or a rehearsal of one of them.</summary>
public sealed class VIServer
{
    private InventoryState? lastRead;

    internal VIServer(string name, BackendKind backend, string user, bool isRehearsal, string origin, IPassthroughBackend handle)
    {
        Name = name;
        Backend = backend;
        User = user;
        IsRehearsal = isRehearsal;
        Uid = origin;
        Handle = handle;
        Actor = $"{user}@{Environment.MachineName}";
        IsConnected = true;
    }

    /// <summary>The path or address.</summary>
    public string Name { get; }

    /// <summary>The identifier that every Uid of its objects begins with.</summary>
    public string Uid { get; }

    /// <summary>What it is.</summary>
    public BackendKind Backend { get; }

    /// <summary>On whose behalf changes are made.</summary>
    public string User { get; }

    /// <summary>Whether changes stay in memory.</summary>
    public bool IsRehearsal { get; }

    /// <summary>Whether it is connected.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>How long operations take in a rehearsal, in seconds by operation name, as last read; see Set-PassthroughSimulation.</summary>
    public SortedMap<string, decimal> SimulatedSeconds => lastRead?.SimulatedSeconds ?? Read(CancellationToken.None).SimulatedSeconds;

    /// <summary>The tasks that were started on it.</summary>
    internal TaskList Tasks { get; } = new();

    /// <summary>Of a rehearsal: the journals of the maintenance plans that were carried out in it, by the plans' ids.</summary>
    internal Dictionary<string, PlanJournal> PlanJournals { get; } = new(StringComparer.Ordinal);

    internal IPassthroughBackend Handle { get; private set; }

    /// <summary>Who a change is recorded for: the user and this machine.</summary>
    internal string Actor { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether a name or pattern means it: its path or address, a store's file name, a control plane's host with or without its port.</summary>
    internal bool IsNamed(NamePattern pattern) => pattern.Fits(Name) || Backend switch
    {
        BackendKind.JsonStore => pattern.Fits(Path.GetFileName(Name)),
        BackendKind.ControlPlane => pattern.Fits(ControlPlaneTarget.ShortNameOf(Name)) || pattern.Fits(new Uri(Name).Host),
        _ => false,
    };

    internal InventoryState Read(CancellationToken cancellationToken) => lastRead = Handle.ReadAsync(cancellationToken).GetAwaiter().GetResult();

    /// <summary>Takes note of what a change has made of the inventory, so that its settings hold for the next operation.</summary>
    internal void Saw(InventoryState state)
    {
        if (lastRead is null || state.Revision > lastRead.Revision) lastRead = state;
    }

    /// <summary>How long an operation takes by the inventory that was last seen.</summary>
    internal TimeSpan SimulatedTimeOf(Operation operation) => lastRead?.SimulatedTimeOf(operation) ?? TimeSpan.Zero;

    /// <summary>Goes on with a new connection to the same server, made with another token perhaps.</summary>
    internal void Renew(IPassthroughBackend handle)
    {
        Handle.Dispose();
        Handle = handle;
    }

    internal void Disconnect()
    {
        IsConnected = false;
        Tasks.StopAll();
        Handle.Dispose();
    }
}
