using System.Globalization;
using System.Text;
using PassthroughTools.ControlPlane.Tests.Http.Support;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Whole requests with something odd in path, query, headers or body.</summary>
internal sealed class RequestFuzzer
{
    private static readonly string[] Methods = ["DELETE", "PUT", "PATCH", "OPTIONS", "TRACE", "get", "BREW", "G-T"];
    private static readonly string[] Parameters =
        ["limit", "after", "name", "host", "cluster", "mode", "kind", "feature", "support", "powerState", "connectionState",
            "template", "capable", "free", "before", "force", "Limit", "", "a"];

    private static readonly string[] Headers =
    [
        "If-Match", "If-Match", "Idempotency-Key", "Idempotency-Key", "Last-Event-ID", "Prefer", "Content-Type",
        "Content-Encoding", "Accept", "Accept-Encoding", "X-Client-Machine", "If-None-Match",
        "Range", "Expect", "Connection", "Upgrade", "Cookie", "Origin", "X-Forwarded-For", "X-HTTP-Method-Override",
        "Transfer-Encoding", "TE", "Authorization", "Host", "Content-Length", "X-Request-Id",
    ];

    private static readonly string[] Values =
    [
        "\"7\"", "\"8\"", "*", "W/\"7\"", "\"\"", "7", "\"99999999999999999999\"", "key", "respond-async",
        "respond-async, wait=1", "wait=0", "gzip", "identity", "br, gzip", "application/json", "text/plain",
        "application/json; charset=utf-16", "100-continue", "close", "keep-alive", "upgrade", "websocket", "h2c", "bytes=0-1",
        "chunked", "trailers", "Bearer x", "Basic eDp5", "localhost", "", "0",
    ];

    private readonly FuzzRandom random;
    private readonly BodyFuzzer bodies;
    private readonly LabTokens tokens;
    private readonly byte[] backup;
    private readonly ServedRoute[] reads = [.. ServedRoutes.OfApi.Where(static route => route.Method == "GET")];

    /// <summary>Makes requests.</summary>
    /// <param name="random">The choices.</param>
    /// <param name="tokens">The tokens that they have.</param>
    /// <param name="backup">A backup of another inventory, of which damaged ones are sent.</param>
    public RequestFuzzer(FuzzRandom random, LabTokens tokens, byte[] backup)
    {
        this.random = random;
        this.tokens = tokens;
        this.backup = backup;
        bodies = new BodyFuzzer(random);
    }

    public FuzzRequest Next()
    {
        if (random.In(2)) return Restore();
        bool isPost = random.In(45);
        var method = isPost ? "POST" : random.In(80) ? "GET" : random.In(50) ? "HEAD" : random.Of(Methods);
        var headers = new List<(string Name, string Value)> { ("Host", "fuzz"), ("Authorization", Authorization()) };
        if (isPost) headers.Add(("Content-Type", "application/json"));
        if (isPost && random.In(20))
            headers.Add(("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"key-{random.Next(50)}")));
        if (isPost && random.In(10)) headers.Add(("Prefer", "respond-async"));
        int odd = random.In(40) ? 1 + random.Next(3) : random.In(1) ? 150 : 0;
        for (int i = 0; i < odd; i++) headers.Add((random.Of(Headers), Value()));
        var body = isPost ? bodies.Next() : [];
        return Written(method, isPost && random.In(97) ? "/api/v1/operations" : Target(), headers, body, isPost);
    }

    /// <summary>What would replace the inventory, were it whole; or one that is whole, and is not to replace it.</summary>
    private FuzzRequest Restore()
    {
        bool isWhole = random.In(20);
        var body = isWhole ? backup : random.In(30) ? bodies.Next() : random.Damaged(backup);
        bool isHarmless = isWhole || random.In(50);
        var target = ServedRoutes.Restore
            + (isHarmless ? random.Of((string[])["", "?force=false", "?force=", "?force=yes"]) : "?force=true");
        return Written("POST", target, [("Host", "fuzz"), ("Authorization", Authorization()),
            ("Content-Type", random.In(95) ? "application/gzip" : Value())], body, hasBody: true);
    }

    private FuzzRequest Written(string method, string target, List<(string Name, string Value)> headers, byte[] body,
        bool hasBody)
    {
        using var bytes = new MemoryStream();
        bool isChunked = hasBody && random.In(25);
        if (hasBody)
            headers.Add(isChunked ? ("Transfer-Encoding", "chunked") : ("Content-Length",
                body.Length.ToString(CultureInfo.InvariantCulture)));
        var head = new StringBuilder().Append(method).Append(' ').Append(target).Append(" HTTP/1.1\r\n");
        foreach (var (name, value) in headers) head.Append(name).Append(": ").Append(value).Append("\r\n");
        bytes.Write(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()));
        if (isChunked) WriteChunks(bytes, body);
        else bytes.Write(body);

        // Two of what says how long a body is, or one where there is none, is no whole request.
        bool isBroken = headers.Count(
            static header => header.Name is "Content-Length" or "Transfer-Encoding") > (hasBody ? 1 : 0);
        return new FuzzRequest(bytes.ToArray(), isBroken, method == "HEAD") { Method = isBroken ? null : method,
            Target = target };
    }

    private void WriteChunks(MemoryStream bytes, byte[] body)
    {
        for (int place = 0; place < body.Length;)
        {
            int length = Math.Min(1 + random.Next(random.In(50) ? 10 : 5000), body.Length - place);
            bytes.Write(
                Encoding.ASCII.GetBytes(length.ToString(random.In(50) ? "x" : "X4", CultureInfo.InvariantCulture)
                    + (random.In(10) ? ";a=b" : "") + "\r\n"));
            bytes.Write(body, place, length);
            bytes.Write("\r\n"u8);
            place += length;
        }

        bytes.Write(Encoding.ASCII.GetBytes(random.In(10) ? "0\r\nX-Trailer: a\r\n\r\n" : "0\r\n\r\n"));
    }

    private string Authorization() => random.Next(100) switch
    {
        < 85 => tokens.Admin.Bearer,
        < 92 => tokens.Operator.Bearer,
        < 96 => tokens.Reader.Basic(),
        < 97 => tokens.Revoked.Bearer,
        _ => "Bearer " + Value(),
    };

    private string Target()
    {
        var path = random.Of(reads).Path;
        if (random.In(25)) path = Damaged(path);
        if (random.In(3))
            path += "/"
                + random.Of((string[])["..", "%2e%2e", ".", "%00", "%ff%fe", "%c0%af", "%", "%zz", "\u00e4", "a;b", "~",
                    new string('a', 5000)]);
        if (random.In(1))
            return random.Of((string[])["*", "http://fuzz/api/v1/hosts", "http://", "//", "?", "api/v1/hosts", "/%F0%9F%98%80"]);
        if (random.In(40)) return path;
        var query = Enumerable.Range(0, 1 + random.Next(3))
            .Select(_ => random.In(90)
                ? $"{random.Of(Parameters)}={Escaped(random.In(30) ? random.Number().ToString(CultureInfo.InvariantCulture) : random.Text())}"
                : Escaped(random.Text()));
        return path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + string.Join('&', query);
    }

    private string Damaged(string path)
    {
        var text = Encoding.Latin1.GetString(random.Damaged(Encoding.Latin1.GetBytes(path)));
        return "/"
            + string.Concat(text.TrimStart('/').Select(static c => c is > ' ' and < '\x7f' ? c.ToString() : $"%{(int)c:X2}"));
    }

    private string Escaped(string text)
    {
        text = text.Length > 700 && random.In(80) ? text[..700] : text;
        return string.Concat(
            text.EnumerateRunes()
                .Select(rune => random.In(50) && rune.Value is > ' ' and < 127
                    ? rune.ToString()
                    : string.Concat(Encoding.UTF8.GetBytes(rune.ToString()).Select(static b => $"%{b:X2}"))));
    }

    private string Value()
    {
        var value = random.In(60) ? random.Of(Values) : random.Text();
        return string.Concat(value.Where(static c => c is not ('\r' or '\n' or '\0')));
    }
}
