using PassthroughTools.State;
using PassthroughTools.Vim.Views;

namespace PassthroughTools.Inventory;

/// <summary>What answers for the VIM views of objects.</summary>
internal static class ViewClients
{
    /// <summary>Makes what answers for the objects of an inventory; set by what has sessions, once.</summary>
    public static Func<InventoryState, IVimClient>? Maker { get; set; }

    /// <summary>What answers for an object; null where there are no sessions at all.</summary>
    public static IVimClient? Of(InventoryObject item) => item.IsRead ? Maker?.Invoke(item.ReadFrom) : null;
}
