using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>
/// Whose attempts are counted together: an IPv4 address, or the /64 of an IPv6 address, which is one customer's or less.
/// </summary>
internal readonly record struct AddressKey(AddressFamily Family, ulong Bits)
{
    /// <summary>The key of a request's remote address; null is where there is none, as on a Unix socket.</summary>
    public static AddressKey Of(IPAddress? address)
    {
        if (address is null) return default;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return new AddressKey(address.AddressFamily,
            length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
