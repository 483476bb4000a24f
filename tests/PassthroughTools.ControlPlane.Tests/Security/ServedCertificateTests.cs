using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

/// <summary>What a server shows on https: the whole chain of the file, and a renewed file without a restart.</summary>
public sealed class ServedCertificateTests : IDisposable
{
    // None is valid for longer than what issued it.
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-tls-").FullName;
    private readonly Authority root = Authority.New("root", null);

    private string Certificate => Path.Combine(folder, "server.pem");

    private string Key => Path.Combine(folder, "server.key");

    public void Dispose()
    {
        root.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_knows_the_root_only_trusts_it(bool isPem)
    {
        using var between = Authority.New("between", root);
        using var own = Authority.New("localhost", between);
        string[] arguments;
        if (isPem)
        {
            Write(own, between);
            arguments = ["--urls", "https://127.0.0.1:0", "--certificate", Certificate, "--certificate-key", Key];
        }
        else
        {
            var pfx = Path.Combine(folder, "server.pfx");
            await File.WriteAllBytesAsync(pfx,
                new X509Certificate2Collection { own.Certificate, between.Public }.Export(X509ContentType.Pfx)!);
            arguments = ["--urls", "https://127.0.0.1:0", "--certificate", pfx];
        }

        await using var server = await TestServer.StartAsync(sample: false, arguments);
        (await ShownAsync(server.Address)).ShouldBe(own.Certificate.SerialNumber);
    }

    [Fact]
    public async Task A_renewed_file_is_taken_up_without_a_restart_and_a_broken_one_is_not()
    {
        using var first = Authority.New("localhost", root);
        using var second = Authority.New("localhost", root);
        Write(first);
        await using var server = await TestServer.StartAsync(
            sample: false, "--urls", "https://127.0.0.1:0", "--certificate", Certificate, "--certificate-key", Key);
        (await ShownAsync(server.Address)).ShouldBe(first.Certificate.SerialNumber);
        await File.WriteAllTextAsync(Certificate, "no certificate");
        Touch(1);
        (await ShownAsync(server.Address)).ShouldBe(first.Certificate.SerialNumber);

        // The certificate comes before its key, as most tools write them.
        await File.WriteAllTextAsync(Certificate, second.Certificate.ExportCertificatePem());
        Touch(2);
        (await ShownAsync(server.Address)).ShouldBe(first.Certificate.SerialNumber);
        Write(second);
        Touch(3);
        (await ShownAsync(server.Address)).ShouldBe(second.Certificate.SerialNumber);
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", ErrorId.ValueInvalid, "needs a certificate")]
    [InlineData("https://127.0.0.1:0;http://127.0.0.1:0", ErrorId.ValueInvalid, "needs a certificate")]
    public async Task Https_without_a_certificate_is_refused_in_one_sentence(string urls, ErrorId id, string says)
    {
        var refusal = await Should.ThrowAsync<PassthroughException>(() => TestServer.StartAsync(sample: false, "--urls", urls));
        refusal.Id.ShouldBe(id);
        refusal.Message.ShouldContain(says);
        refusal.Message.ShouldContain("--certificate server.pem --certificate-key server.key");
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_refused_when_it_starts()
    {
        File.WriteAllText(Certificate, "no certificate");
        Should.Throw<PassthroughException>(
            () => new ServedCertificate(Certificate, null, new TestLog().CreateLogger("tls"))).Id.ShouldBe(ErrorId.ValueInvalid);
        Should.Throw<PassthroughException>(
            () => new ServedCertificate(Certificate + ".none", null, new TestLog().CreateLogger("tls"))).Id.ShouldBe(
                ErrorId.ValueInvalid);
    }

    /// <summary>The serial number of what is shown, by a client that knows the root alone and trusts nothing else.</summary>
    private async Task<string> ShownAsync(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root.Public },
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        });
        return ((X509Certificate2)tls.RemoteCertificate!).SerialNumber;
    }

    private void Write(Authority own, params Authority[] signers)
    {
        File.WriteAllText(Certificate,
            string.Join("\n", signers.Prepend(own).Select(static one => one.Certificate.ExportCertificatePem())));
        File.WriteAllText(Key, own.Key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A later time of writing than before, whatever the clock's steps are.</summary>
    private void Touch(int seconds) => File.SetLastWriteTimeUtc(Certificate, DateTime.UtcNow.AddSeconds(seconds));

    private sealed class Authority(X509Certificate2 certificate, ECDsa key) : IDisposable
    {
        public X509Certificate2 Certificate => certificate;

        public X509Certificate2 Public { get; } = X509CertificateLoader.LoadCertificate(certificate.RawData);

        public ECDsa Key => key;

        public static Authority New(string name, Authority? signer)
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            bool isServer = name == "localhost";
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(!isServer, false, 0, true));
            if (isServer)
            {
                var names = new SubjectAlternativeNameBuilder();
                names.AddDnsName(name);
                request.CertificateExtensions.Add(names.Build());
            }

            var (from, until) = (Now.AddDays(-1), Now.AddDays(1));
            if (signer is null) return new Authority(request.CreateSelfSigned(from, until), key);
            using var signed = request.Create(signer.Certificate, from, until, RandomNumberGenerator.GetBytes(8));
            return new Authority(signed.CopyWithPrivateKey(key), key);
        }

        public void Dispose()
        {
            certificate.Dispose();
            Public.Dispose();
            key.Dispose();
        }
    }
}
