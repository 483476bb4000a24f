using PassthroughTools.Operations;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>Operations on <see cref="SampleInventory"/>, by numbers.</summary>
internal static class Do
{
    public static AttachFixedDevice Attach(int vm, int device) =>
        new() { VMId = SampleInventory.VMId(vm), VMHostId = SampleInventory.HostId, Address = SampleInventory.Address(device) };

    public static DetachDevice Detach(int vm, int key = 13000) => new() { VMId = SampleInventory.VMId(vm), Key = key };

    public static PowerOnVM PowerOn(int vm) => new() { VMId = SampleInventory.VMId(vm) };

    public static PowerOffVM PowerOff(int vm) => new() { VMId = SampleInventory.VMId(vm) };

    public static ChangeVM Note(int vm, string notes) => new() { VMId = SampleInventory.VMId(vm), Notes = notes };

    public static CreateVM Create(string name) => new() { NewName = name, VMHostId = SampleInventory.HostId };
}
