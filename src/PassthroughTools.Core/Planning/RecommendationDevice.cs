using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;

namespace PassthroughTools.Planning;

/// <summary>A device, or any device of a model, that decides what Enhanced DirectPath leaves open.</summary>
internal sealed record RecommendationDevice
{
    /// <summary>How it is called.</summary>
    public required string Label { get; init; }

    /// <summary>The catalog's entry, or null for a device that has none.</summary>
    public required ModelEntry? Model { get; init; }

    /// <summary>Whether a source, or the host's DVX class, says that it can be passed through by Enhanced DirectPath.</summary>
    public required bool OffersEnhanced { get; init; }

    /// <summary>What works with it under Enhanced DirectPath.</summary>
    public required Func<PassthroughFeature, Capability> UnderEnhanced { get; init; }

    /// <summary>Any device of a model.</summary>
    public static RecommendationDevice Of(Catalog catalog, ModelEntry model) => new()
    {
        Label = model.Name,
        Model = model,
        OffersEnhanced = model.SupportsEnhanced,
        UnderEnhanced = feature => CapabilityResolver.UnderEnhanced(catalog, model, feature),
    };

    /// <summary>A device that a host has.</summary>
    public static RecommendationDevice Of(PassthroughDevice device)
    {
        var catalog = device.ReadFrom.Catalog;
        var host = device.VMHost!.Record;
        var record = device.Record!;
        return new RecommendationDevice
        {
            Label = $"{record.Address} {record.Name}".TrimEnd(),
            Model = device.Model,
            OffersEnhanced = CapabilityResolver.OffersEnhanced(catalog, host, record),
            UnderEnhanced = feature => CapabilityResolver.UnderEnhanced(catalog, host, record, feature),
        };
    }
}
