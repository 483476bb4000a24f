using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>Folders, patterns and archives of a host's files.</summary>
public sealed class ImportSourcesTests : IDisposable
{
    private static readonly (string Name, string Text)[] Bundle =
    [
        ("commands/localcli_hardware-pci-list.txt", EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic())),
        ("commands/localcli_hardware-pci-pcipassthru-list.txt", EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", true))),
        ("commands/localcli_network-nic-list.txt",
            "Name    PCI Device    Driver  MAC Address\n------  ------------  ------  -----------\nvmnic0  0000:02:00.1  "
            + "ixgben  00:50:56:00:00:01\n"),
        ("commands/uptime.txt", "10:00:00 up 3 days, 2:01:00, load average: 0.01, 0.02, 0.02\n"),
        ("commands/pci.json", EsxcliSample.Json(true, EsxcliSample.Gpu(), EsxcliSample.Nic())),
        ("var/log/vmkernel.log", string.Concat(Enumerable.Repeat("2025-11-20T10:00:00Z cpu0: hello, world\n", 5000))),
        ("var/log/empty.log", ""),
        ("var/run/inventory.bin", "a\0b"),
        ("vmfs/volumes/ds1/web/web.vmx", Imports.Vmx("web").Text),
        ("vmfs/volumes/ds1/web/web.vmx~", Imports.Vmx("web", "numvcpus = \"2\"").Text),
        ("vmfs/volumes/ds1/web/web.vmsd", ".encoding = \"UTF-8\"\nsnapshot.lastUID = \"1\"\n"),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("pt-sources-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SkippableFact]
    public void AFolderThatMayNotBeReadIsDenied()
    {
        Skip.If(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess,
            "Root may read every folder, and Windows has access lists instead.");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.None);
        try
        {
            Should.Throw<PassthroughException>(
                () => new ImportSources().Add(folder, isNamed: true, static _ => { }, CancellationToken.None))
                .Id.ShouldBe(ErrorId.AccessDenied);
            Should.Throw<PassthroughException>(() => FileTree.CheckReadable(folder)).Id.ShouldBe(ErrorId.AccessDenied,
                "as a pattern in it asks");
        }
        finally
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void AFolderInThePlaceOfAFileIsSaidToBeOne()
    {
        var refusal = Should.Throw<PassthroughException>(() => Catalog.BuiltIn.WithFile(folder));

        (refusal.Id, refusal.Message).ShouldBe(
            (ErrorId.AccessDenied, $"'{folder}' is a folder, and a file is read here. Give the path of a file."));
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("bundle.zip")]
    [InlineData("bundle.tar")]
    [InlineData("bundle.tgz")]
    [InlineData("bundle.without-extension")]
    public void WhatIsInventoryIsTakenAndTheRestIsListed(string name)
    {
        var sources = Read(Written(name), out var refused);

        refused.ShouldBeEmpty();
        sources.Files.Select(static file => Path.GetFileName(file.Path)).ShouldBe(
            ["localcli_hardware-pci-list.txt", "localcli_hardware-pci-pcipassthru-list.txt", "web.vmx"], ignoreOrder: true);
        var skipped = sources.Skipped.ToDictionary(static item => item.Name, static item => item.Detail, StringComparer.Ordinal);
        skipped.Count.ShouldBe(8);
        skipped["commands/localcli_network-nic-list.txt"].ShouldBe("this is the output of 'esxcli network nic list'");
        skipped["commands/pci.json"].ShouldStartWith("it says the same as '");
        skipped["var/log/empty.log"].ShouldBe("it is empty");
        skipped["var/run/inventory.bin"].ShouldBe("it is binary");
        skipped["vmfs/volumes/ds1/web/web.vmx~"].ShouldBe("it is an older copy");
        skipped["var/log/vmkernel.log"].ShouldStartWith("it begins with '2025-11-20T10:00:00Z");
        sources.Skipped.ShouldAllBe(static item => item.Kind == ImportedKind.File && item.Action == ImportAction.Skipped);

        var state = Imports.Empty.Import([.. sources.Files.Where(static file => file.IsHostList)])
            .Import([.. sources.Files.Where(static file => !file.IsHostList)]);
        state.TheHost().Devices.Count.ShouldBe(2);
        state.TheVM("web").NumCpu.ShouldBe(1);
    }

    [Fact]
    public void OfManyFilesThoseThatMayBeMeantAreListedAndTheRestByFolder()
    {
        var path = Written("folder");
        for (int i = 0; i < 300; i++)
        {
            var below = Directory.CreateDirectory(Path.Combine(path, "var", "run", $"d{i % 30}")).FullName;
            File.WriteAllText(Path.Combine(below, $"{i}.log"), "hello\n");
        }

        File.WriteAllText(Path.Combine(path, "commands", "lspci.txt"),
            "0000:41:00.0 3D controller: NVIDIA Corporation TU104GL\n");
        File.WriteAllBytes(Path.Combine(path, "var", "log", "vmkernel.0.gz"), [0x1f, 0x8b, 8, 0]);
        File.WriteAllBytes(Path.Combine(path, "other.tgz"), [0x1f, 0x8b, 8, 0]);

        var sources = Read(path, out _);

        sources.Files.Count.ShouldBe(3);
        var rows = sources.Skipped.ToDictionary(static item => item.Name, static item => item.Detail!, StringComparer.Ordinal);
        rows.Keys.ShouldBe(["commands/lspci.txt", "commands/pci.json", "other.tgz", "commands/", "var/log/", "var/run/",
            "vmfs/volumes/"], ignoreOrder: true);
        rows["commands/lspci.txt"].ShouldStartWith("this is the output of lspci");
        rows["other.tgz"].ShouldBe("it is an archive itself (gzip), which is not looked into; unpack it and give its folder");
        rows["var/run/"].ShouldBe(
            "301 files here and in folders below are no inventory, such as 'var/run/inventory.bin': it is binary");
        sources.Skipped.ShouldAllBe(static item => item.Kind == ImportedKind.File && item.Action == ImportAction.Skipped);
    }

    [Theory]
    [InlineData("bzip2", "425a683931415926535900")]
    [InlineData("xz", "fd377a585a000004")]
    [InlineData("zstd", "28b52ffd0458")]
    [InlineData("7-Zip", "377abcaf271c0004")]
    [InlineData("RAR", "526172211a0701")]
    public void ACompressionThatIsNotReadIsNamed(string kind, string bytes)
    {
        var path = Path.Combine(folder, "bundle.tar");
        File.WriteAllBytes(path, Convert.FromHexString(bytes));

        Imports.Refused(ErrorId.InputMalformed, () => Read(path, out _)).Message
            .ShouldBe(
                $"File '{path}': it is compressed with {kind}, which is not read; unpack it and give the folder, or pack it as "
                + ".zip or .tgz.");
        Read(path, out _, isNamed: false).Skipped.Single().Detail.ShouldBe($"it is compressed with {kind}, which is not read");
        Imports.Refused(ErrorId.InputMalformed, () => Read(folder, out _)).Message
            .ShouldBe(
                $"'{folder}' has no file that is inventory. It has the archive 'bundle.tar', which is not looked into: unpack it "
                + "and give its folder.");
    }

    [Theory]
    [InlineData("inner.zip", "zip")]
    [InlineData("inner.tgz", "gzip")]
    [InlineData("inner.tar", "tar")]
    public void AnArchiveWithinAnArchiveIsNamed(string inner, string kind)
    {
        var written = Written("bundle" + Path.GetExtension(inner));
        var outer = Path.Combine(folder, "outer.zip");
        using (var archive = ZipFile.Open(outer, ZipArchiveMode.Create)) archive.CreateEntryFromFile(written, inner);

        Imports.Refused(ErrorId.InputMalformed, () => Read(outer, out _)).Message.ShouldEndWith(
            $"It has the archive '{inner}', which is not looked into: unpack it and give its folder.");
        Read(outer, out _, isNamed: false).Skipped.Single().Detail.ShouldBe(
            $"it is an archive itself ({kind}), which is not looked into; unpack it and give its folder");
    }

    [Fact]
    public void TheSameListInAnotherFolderIsAnotherHosts()
    {
        foreach (var host in new[] { "esx01", "esx02" })
        {
            Directory.CreateDirectory(Path.Combine(folder, host));
            File.WriteAllText(Path.Combine(folder, host, "list.txt"), Bundle[0].Text);
        }

        var sources = Read(folder, out _);

        (sources.Files.Count, sources.Skipped.Count).ShouldBe((2, 0));
        Imports.Empty.Refused(ErrorId.ValueInvalid, [.. sources.Files]).Message.ShouldContain("each host's files apart");
    }

    [Fact]
    public void AFileIsReadOnceHoweverItIsGivenAndACopyOfAMachinesIsSkipped()
    {
        var path = Path.Combine(folder, "web.vmx");
        var sources = new ImportSources();
        foreach (var name in new[] { "web.vmx", "z.vmx" }) File.WriteAllText(Path.Combine(folder, name), Imports.Vmx("web").Text);

        foreach (bool isNamed in new[] { true, false, true }) sources.Add(path, isNamed, static _ => { }, CancellationToken.None);
        sources.Add(folder, isNamed: true, static _ => { }, CancellationToken.None);

        sources.Files.Select(static file => file.Path).ShouldBe([path]);
        sources.Skipped.Select(static item => (item.Name, item.Detail)).ShouldBe([("z.vmx", $"it says the same as '{path}'")]);
    }

    [Fact]
    public void AFaultyFileIsRefusedAndTheOthersAreTaken()
    {
        var path = Written("folder");
        File.WriteAllText(Path.Combine(path, "bad.csv"), "Address,VendorID,\n0000:01:00.0,1,2,\n");

        Read(path, out var refused).Files.Count.ShouldBe(3);

        refused.Single().Target.ShouldBe(Path.Combine(path, "bad.csv"));
        refused.Single().Message.ShouldContain("line 2");
    }

    [Fact]
    public void AFileIsRefusedWhereItWasNamedAndPassedOverWhereNot()
    {
        var path = Path.Combine(folder, "notes.txt");
        File.WriteAllText(path, "hello\n");

        Imports.Refused(ErrorId.InputMalformed, () => Read(path, out _));
        Read(path, out _, isNamed: false).Skipped.Single().Detail.ShouldBe("it begins with 'hello'");
        Imports.Refused(ErrorId.InputMalformed, () => Read(folder, out _)).Message.ShouldContain("has no file that is inventory");
        Read(folder, out _, isNamed: false).Skipped.Count.ShouldBe(1);
    }

    [SkippableFact]
    public void LinksAreNotFollowed()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights there.");
        var outside = Written("outside");
        var path = Directory.CreateDirectory(Path.Combine(folder, "inside")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(path, "there"), outside);
        Directory.CreateSymbolicLink(Path.Combine(path, "loop"), path);
        File.CreateSymbolicLink(Path.Combine(path, "web.vmx"), Path.Combine(outside, "vmfs", "volumes", "ds1", "web", "web.vmx"));

        var sources = Read(path, out _, isNamed: false);

        sources.Files.ShouldBeEmpty();
        sources.Skipped.Select(static item => item.Name).ShouldBe(["loop", "there", "web.vmx"]);
        Read(Path.Combine(path, "there"), out _, isNamed: false).Files.ShouldBeEmpty();
        Read(Path.Combine(path, "there"), out _).Files.Count.ShouldBe(3, "a link that was named is");
    }

    [Theory]
    [InlineData("../../../etc/web.vmx")]
    [InlineData("/etc/web.vmx")]
    [InlineData("a\u001b[2J/web.vmx")]
    public void NamesInAnArchiveReachNoFileAndNoTerminal(string name)
    {
        var zip = Path.Combine(folder, "a.zip");
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(Imports.Vmx("web").Text);
        }

        var sources = Read(zip, out _);

        sources.Files.Single().VM!.Name.ShouldBe("web");
        sources.Files.Single().Path.ShouldNotContain("\u001b");
        Directory.GetFileSystemEntries(folder).ShouldBe([zip]);
    }

    [Fact]
    public void LongNamesInATarAreRead()
    {
        var name = string.Join("/", Enumerable.Repeat("folder", 30)) + "/web.vmx";
        foreach (var format in new[] { TarEntryFormat.Pax, TarEntryFormat.Gnu, TarEntryFormat.Ustar, TarEntryFormat.V7 })
        {
            bool isShort = format is TarEntryFormat.Ustar or TarEntryFormat.V7;
            var tar = Tgz(format, (isShort ? "short/web.vmx" : name, Imports.Vmx("web").Text));
            Read(tar, out _).Files.Single().Path.ShouldEndWith(isShort ? "short/web.vmx" : name, Case.Sensitive,
                format.ToString());
        }
    }

    [Fact]
    public void ADamagedArchiveIsRefusedAsAWhole()
    {
        foreach (var name in new[] { "bundle.zip", "bundle.tgz", "bundle.tar" })
        {
            var path = Written(name);
            var bytes = File.ReadAllBytes(path);
            File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
            Imports.Refused(ErrorId.InputMalformed, () => Read(path, out _)).Message.ShouldContain(path);
        }

        var gzip = Path.Combine(folder, "list.gz");
        using (var stream = new GZipStream(File.Create(gzip), CompressionMode.Compress)) stream.Write(
            Encoding.ASCII.GetBytes(Bundle[0].Text));
        Imports.Refused(ErrorId.InputMalformed, () => Read(gzip, out _)).Message.ShouldContain("no archive of files");
    }

    [Theory]
    [InlineData("bundle.tar")]
    [InlineData("bundle.tgz")]
    [InlineData("bundle.zip")]
    public void OfATornArchiveNothingIsTaken(string name)
    {
        var path = Written(name);
        var bytes = File.ReadAllBytes(path);
        var sources = new ImportSources();
        foreach (int length in Enumerable.Range(1, 19).Select(part => bytes.Length * part / 20 & ~511)
            .Where(static length => length >= 512).Distinct())
        {
            File.WriteAllBytes(path, bytes[..length]);
            var refusals = new List<PassthroughException>();

            Imports.Refused(ErrorId.InputMalformed,
                () => sources.Add(path, isNamed: true, refusals.Add, CancellationToken.None)).Message.ShouldContain(path);

            (sources.Files.Count, sources.Skipped.Count, refusals.Count).ShouldBe((0, 0, 0), $"{length} of {bytes.Length} bytes");
        }
    }

    [Fact]
    public void OfAnArchiveThatIsDamagedInOneFileNothingIsTaken()
    {
        var path = Written("bundle.zip");
        var bytes = File.ReadAllBytes(path);
        int second = bytes.AsSpan(4).IndexOf("PK\u0003\u0004"u8) + 4;
        bytes[second] = 0;
        File.WriteAllBytes(path, bytes);
        var sources = new ImportSources();

        Imports.Refused(ErrorId.InputMalformed, () => sources.Add(path, isNamed: true, static _ => { }, CancellationToken.None))
            .Message.ShouldStartWith($"File '{path}': the archive is damaged");

        sources.Files.ShouldBeEmpty();
    }

    [Fact]
    public void ABombIsNotUnpacked()
    {
        var zip = Path.Combine(folder, "bomb.zip");
        var megabyte = new byte[1024 * 1024];
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            using var zeros = archive.CreateEntry("zeros.vmx").Open();
            for (int i = 0; i < 400; i++) zeros.Write(megabyte);
        }

        Array.Fill(megabyte, (byte)'\n');
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Update))
        {
            using var list = archive.CreateEntry("list.txt").Open();
            list.Write(Encoding.ASCII.GetBytes(EsxcliSample.Text(EsxcliSample.Gpu())));
            for (int i = 0; i < 300; i++) list.Write(megabyte);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(zip, out var refused).Files.ShouldBeEmpty();

        refused.Single().Message.ShouldContain("256 MB");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2_000_000_000);
    }

    private static ImportSources Read(string path, out List<PassthroughException> refused, bool isNamed = true)
    {
        var refusals = refused = [];
        var sources = new ImportSources();
        sources.Add(path, isNamed, refusals.Add, CancellationToken.None);
        return sources;
    }

    private string Written(string name)
    {
        var path = Path.Combine(folder, name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
            foreach (var (entry, text) in Bundle)
            {
                using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
                writer.Write(text);
            }
        }
        else if (name.StartsWith("bundle", StringComparison.Ordinal))
        {
            File.Move(Tgz(TarEntryFormat.Pax, Bundle), path);
            if (!name.EndsWith(".tar", StringComparison.Ordinal)) return path;
            using var plain = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            plain.CopyTo(bytes);
            plain.Dispose();
            File.WriteAllBytes(path, bytes.ToArray());
        }
        else
        {
            foreach (var (entry, text) in Bundle)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(path, entry))!);
                File.WriteAllText(Path.Combine(path, entry), text);
            }
        }

        return path;
    }

    private string Tgz(TarEntryFormat format, params (string Name, string Text)[] files)
    {
        var path = Path.Combine(folder, $"{Guid.NewGuid():n}.tgz");
        using var stream = new GZipStream(File.Create(path), CompressionMode.Compress);
        using var writer = new TarWriter(stream, format);
        foreach (var (name, text) in files)
        {
            var type = format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
            TarEntry entry = format switch
            {
                TarEntryFormat.Pax => new PaxTarEntry(type, name),
                TarEntryFormat.Gnu => new GnuTarEntry(type, name),
                TarEntryFormat.Ustar => new UstarTarEntry(type, name),
                _ => new V7TarEntry(type, name),
            };
            entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            writer.WriteEntry(entry);
        }

        return path;
    }
}
