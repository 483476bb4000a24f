using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>One refusal as an administrator meets it.</summary>
/// <param name="State">The inventory.</param>
/// <param name="Ask">What is asked of it.</param>
/// <param name="Id">The id of the refusal.</param>
/// <param name="Target">The target, as <see cref="Describe"/> writes it.</param>
/// <param name="Says">What the message must say: the object, the reason, what to do.</param>
internal sealed record Refusal(InventoryState State, Func<InventoryState, Operation> Ask, ErrorId Id, string Target,
    params string[] Says)
{
    /// <summary>Whether what was given is blank and quoted as it is.</summary>
    public bool AllowsBlanks { get; init; }

    /// <summary>Runs it in several cultures: the message is the same in all.</summary>
    public void Check()
    {
        var message = Message();
        foreach (var culture in Cultures.Names) Cultures.In(culture, Message).ShouldBe(message, culture);
    }

    private static string Describe(object? target) => target switch
    {
        PassthroughDevice device => $"Device {device.Id} of {device.VMHost!.Name}",
        InventoryObject found => $"{found.GetType().Name} {found.Name}",
        string text => $"Text {text}",
        null => "nothing",
        _ => target.GetType().Name,
    };

    private string Message()
    {
        var refusal = State.Refused(Ask, Id);
        Describe(refusal.Target).ShouldBe(Target);
        foreach (var part in Says) refusal.Message.ShouldContain(part, Case.Sensitive);
        refusal.Message.Any(char.IsControl).ShouldBeFalse(refusal.Message);
        if (!AllowsBlanks)
        {
            refusal.Message.ShouldNotContain("  ");
            refusal.Message.ShouldNotContain("''");
        }

        // The last sentence, or the command after it, says what to do.
        refusal.Message.Split(". ").Length.ShouldBeGreaterThan(1, refusal.Message);
        return refusal.Message;
    }
}
