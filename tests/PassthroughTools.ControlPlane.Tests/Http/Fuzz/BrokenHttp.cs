using System.Text;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Bytes that are no whole request of HTTP.</summary>
internal sealed class BrokenHttp(FuzzRandom random, RequestFuzzer requests, string authorization)
{
    private static readonly string[] Lines =
    [
        "GET / HTTP/9.9", "GET /", "GET", "", " ", "GET  /  HTTP/1.1", "GET / http/1.1", "GET\t/\tHTTP/1.1", "GET / HTTP/1.1 x",
        "GET / HTTP/1.", "GET /\0 HTTP/1.1", "G\u00cbT / HTTP/1.1", "/ GET HTTP/1.1", "GET / HTTP/1.0", "GET / HTTP/2.0",
        "PRI * HTTP/2.0\r\n\r\nSM", "CONNECT a:1 HTTP/1.1", "GET http://[::1 HTTP/1.1", "GET //a HTTP/1.1", "GET \\ HTTP/1.1",
        "GET / HTTP/1.1\nHost: a", "\r\n\r\n\r\nGET / HTTP/1.1", "GET %%% HTTP/1.1", "GET /%2 HTTP/1.1", "GET /? HTTP/1.1",
        "SSH-2.0-OpenSSH_9.2", "GET /a b HTTP/1.1",
    ];

    private static readonly string[] Headers =
    [
        "Host: a", "Host: a", "Host: a\r\nHost: b", "Host:", "Host: a b", "Host: [::", "Host : a", " Host: a", "Host", ": a",
        "Host: a\r\n b", "X: \0", "X\0: a", "\u00c4: a", "X: \u00e4", "X: a\rb", "X: a\nY: b", "(): a", "Connection: close",
        "Expect: 100-continue", "Content-Length: 5",
    ];

    private static readonly string[] Lengths =
    [
        "Content-Length: -1", "Content-Length: +5", "Content-Length: 5,5", "Content-Length: 5 6", "Content-Length: 0x5",
        "Content-Length: 99999999999999999999", "Content-Length:", "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5000",
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding:", "Content-Length: 1", "Content-Length: 3.5",
    ];

    private static readonly string[] Chunks =
    [
        "Z\r\n", "5\r\nabc", "-1\r\nabc\r\n", "FFFFFFFFFFFFFFFF\r\nabc", "7FFFFFFF\r\nabc", "5\r\nabcdefgh\r\n0\r\n\r\n",
        "3\nabc\n0\n\n", "3 \r\nabc\r\n0\r\n\r\n", "3;" , "3;a=\"\r\nabc\r\n", "0\r\n", "0\r\nX\r\n\r\n",
        "0\r\nContent-Length: 5\r\n\r\n", "\r\n", "", "0x3\r\nabc\r\n0\r\n\r\n", "00000000000000003\r\nabc\r\n0\r\n\r\n",
    ];

    public FuzzRequest Next()
    {
        var bytes = Bytes();

        // After an answer that may be to HEAD nobody knows where the next one begins.
        return new FuzzRequest(bytes, IsBroken: true, IsHead: bytes.AsSpan().IndexOf("HEAD "u8) >= 0);
    }

    private byte[] Bytes() => random.Next(9) switch
    {
        0 => random.Bytes(1 + random.Next(2000)),
        1 => Encoding.Latin1.GetBytes(random.Of(Lines) + "\r\n" + Some(Headers) + "\r\n"),
        2 => Encoding.Latin1.GetBytes("GET /api/v1/hosts HTTP/1.1\r\n" + Some(Headers) + (random.In(80) ? "\r\n" : "")),
        3 => Encoding.Latin1.GetBytes(Post + random.Of(Lengths) + "\r\n\r\n{\"operation\":\"PowerOnVM\",\"vmId\":\"a\"}"),
        4 => Encoding.Latin1.GetBytes(Post + "Transfer-Encoding: chunked\r\n\r\n" + random.Of(Chunks) + random.Of(Chunks)),
        5 => Truncated(requests.Next().Bytes),
        6 => random.Damaged(requests.Next().Bytes),
        7 => [.. requests.Next().Bytes, .. requests.Next().Bytes, .. Truncated(requests.Next().Bytes)],
        _ => [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, .. random.Bytes(random.Next(600))],
    };

    private string Post =>
        $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {authorization}\r\nContent-Type: application/json\r\n";

    private byte[] Truncated(byte[] bytes) => bytes[..random.Next(bytes.Length)];

    private string Some(string[] headers) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Of(headers) + "\r\n"));
}
