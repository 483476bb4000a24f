using System;
using System.Linq;
using PassthroughTools.Binding;
using PassthroughTools.Planning;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>What the cmdlets on maintenance plans share: finding a plan, its file and its server.</summary>
public abstract class PlanCmdlet : ServerScopedCmdlet
{
    /// <summary>The plan that a reference means.</summary>
    /// <exception cref="Errors.PassthroughException">PlanNotFound, InputMalformed and others: it cannot be read.</exception>
    private protected MaintenancePlan Resolve(PlanReference reference)
    {
        if (reference.Plan is { } plan) return plan;
        var name = reference.Name!;
        bool isPath = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || name.IndexOfAny(['/', '\\']) >= 0;
        return MaintenancePlanFile.Read(isPath ? FileSystemPath(name) : MaintenancePlanFile.DefaultPath(name));
    }

    /// <summary>The plan's file, which need not be there yet.</summary>
    private protected static string PathOf(MaintenancePlan plan) => plan.Path ?? MaintenancePlanFile.DefaultPath(plan.Id);

    /// <summary>The rehearsal that carries a plan out in memory, where one is connected.</summary>
    private protected static VIServer? RehearsalOf(MaintenancePlan plan) =>
        SessionTable.Current.Servers.FirstOrDefault(server => server.IsRehearsal && server.PlanJournals.ContainsKey(plan.Id));
}
