using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>Makes keys of tokens, with a random key of this process.</summary>
internal sealed class TokenKeys
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>The key of a token's text.</summary>
    public TokenKey Of(string token)
    {
        Span<byte> text = stackalloc byte[TokenText.Length], mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, text[..Encoding.ASCII.GetBytes(token, text)], mac);
        return new TokenKey(BinaryPrimitives.ReadUInt128LittleEndian(mac), BinaryPrimitives.ReadUInt128LittleEndian(mac[16..]));
    }
}
