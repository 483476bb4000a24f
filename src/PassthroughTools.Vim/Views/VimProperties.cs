namespace PassthroughTools.Vim.Views;

/// <summary>
/// The properties that managed objects have in VIM and that are not served here: they are null. Source: govmomi (vim25/mo/mo.go).
/// </summary>
internal static class VimProperties
{
    private static readonly string[] OfAll =
    [
        "Value", "AvailableField", "CustomValue", "ConfigStatus", "ConfigIssue", "EffectiveRole", "Permission", "DisabledMethod",
        "RecentTask",
        "DeclaredAlarmState", "TriggeredAlarmState", "AlarmActionsEnabled", "Tag",
    ];

    private static readonly Dictionary<string, string[]> ByType = new(StringComparer.Ordinal)
    {
        [nameof(VirtualMachine)] =
        [
            .. OfAll, "Capability", "Layout", "LayoutEx", "Storage", "ParentVApp", "Network", "RootSnapshot",
            "GuestHeartbeatStatus",
        ],
        [nameof(HostSystem)] =
        [
            .. OfAll, "LicensableResource", "RemediationState", "PrecheckRemediationResult", "RemediationResult",
            "ComplianceCheckState",
            "ComplianceCheckResult", "Datastore", "Network", "DatastoreBrowser", "SystemResources", "AnswerFileValidationState",
            "AnswerFileValidationResult",
        ],
        [nameof(ClusterComputeResource)] =
        [
            .. OfAll, "ResourcePool", "Datastore", "Network", "LifecycleManaged", "Configuration", "Recommendation",
            "DrsRecommendation",
            "HciConfig", "MigrationHistory", "ActionHistory", "DrsFault",
        ],
    };

    /// <summary>Whether a type has a property that is not served.</summary>
    public static bool Has(string type, string property) =>
        ByType.TryGetValue(type, out var names)
            && Array.Exists(names, name => string.Equals(name, property, StringComparison.OrdinalIgnoreCase));
}
