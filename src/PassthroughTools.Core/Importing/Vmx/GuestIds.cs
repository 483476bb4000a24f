namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// Guest operating systems as VIM names them, found by what a .vmx file has in guestOS. The two spell the same words in other
/// ways: ubuntu-64 is ubuntu64Guest, rhel9-64 is rhel9_64Guest. What differs more is listed. Sources: vSphere Web Services API,
/// VirtualMachineGuestOsIdentifier; open-vm-tools, lib/include/guest_os_tables.h, for both names of each.
/// </summary>
internal static class GuestIds
{
    private const string Suffix = "guest";

    private static readonly string[] Identifiers =
    [
        "dosGuest", "win31Guest", "win95Guest", "win98Guest", "winMeGuest", "winNTGuest", "win2000ProGuest",
        "win2000ServGuest", "win2000AdvServGuest", "winXPHomeGuest", "winXPProGuest", "winXPPro64Guest", "winNetWebGuest",
        "winNetStandardGuest", "winNetEnterpriseGuest", "winNetDatacenterGuest", "winNetBusinessGuest",
        "winNetStandard64Guest", "winNetEnterprise64Guest", "winNetDatacenter64Guest", "winLonghornGuest",
        "winLonghorn64Guest", "winVistaGuest", "winVista64Guest", "windows7Guest", "windows7_64Guest", "windows7Server64Guest",
        "windows8Guest", "windows8_64Guest", "windows8Server64Guest", "windows9Guest", "windows9_64Guest",
        "windows9Server64Guest", "windows11_64Guest", "windows12_64Guest", "windowsHyperVGuest", "windows2019srv_64Guest",
        "windows2019srvNext_64Guest", "windows2022srvNext_64Guest",
        "freebsdGuest", "freebsd64Guest", "freebsd11Guest", "freebsd11_64Guest", "freebsd12Guest", "freebsd12_64Guest",
        "freebsd13Guest", "freebsd13_64Guest", "freebsd14Guest", "freebsd14_64Guest", "freebsd15Guest", "freebsd15_64Guest",
        "redhatGuest", "rhel2Guest", "rhel3Guest", "rhel3_64Guest", "rhel4Guest", "rhel4_64Guest", "rhel5Guest",
        "rhel5_64Guest", "rhel6Guest", "rhel6_64Guest", "rhel7Guest", "rhel7_64Guest", "rhel8_64Guest", "rhel9_64Guest",
        "rhel10_64Guest", "centosGuest", "centos64Guest", "centos6Guest", "centos6_64Guest", "centos7Guest", "centos7_64Guest",
        "centos8_64Guest", "centos9_64Guest",
        "oracleLinuxGuest", "oracleLinux64Guest", "oracleLinux6Guest", "oracleLinux6_64Guest", "oracleLinux7Guest",
        "oracleLinux7_64Guest", "oracleLinux8_64Guest", "oracleLinux9_64Guest", "oracleLinux10_64Guest",
        "suseGuest", "suse64Guest", "slesGuest", "sles64Guest", "sles10Guest", "sles10_64Guest", "sles11Guest",
        "sles11_64Guest", "sles12Guest", "sles12_64Guest", "sles15_64Guest", "sles16_64Guest", "nld9Guest", "oesGuest",
        "sjdsGuest", "opensuseGuest", "opensuse64Guest",
        "mandrakeGuest", "mandrivaGuest", "mandriva64Guest", "turboLinuxGuest", "turboLinux64Guest", "ubuntuGuest",
        "ubuntu64Guest",
        "debian4Guest", "debian4_64Guest", "debian5Guest", "debian5_64Guest", "debian6Guest", "debian6_64Guest",
        "debian7Guest", "debian7_64Guest", "debian8Guest", "debian8_64Guest", "debian9Guest", "debian9_64Guest",
        "debian10Guest", "debian10_64Guest", "debian11Guest", "debian11_64Guest", "debian12Guest", "debian12_64Guest",
        "debian13Guest", "debian13_64Guest",
        "asianux3Guest", "asianux3_64Guest", "asianux4Guest", "asianux4_64Guest", "asianux5_64Guest", "asianux7_64Guest",
        "asianux8_64Guest", "asianux9_64Guest", "miraclelinux_64Guest", "pardus_64Guest", "fedoraGuest", "fedora64Guest",
        "coreos64Guest", "vmwarePhoton64Guest",
        "other24xLinuxGuest", "other24xLinux64Guest", "other26xLinuxGuest", "other26xLinux64Guest", "other3xLinuxGuest",
        "other3xLinux64Guest", "other4xLinuxGuest", "other4xLinux64Guest", "other5xLinuxGuest", "other5xLinux64Guest",
        "other6xLinuxGuest", "other6xLinux64Guest", "other7xLinuxGuest", "other7xLinux64Guest", "otherLinuxGuest",
        "otherLinux64Guest", "genericLinuxGuest",
        "amazonlinux2_64Guest", "amazonlinux3_64Guest", "rockylinux_64Guest", "almalinux_64Guest", "fusionos_64Guest",
        "prolinux_64Guest", "kylinlinux_64Guest", "flatcar_64Guest", "crxPod1Guest", "crxSys1Guest",
        "solaris6Guest", "solaris7Guest", "solaris8Guest", "solaris9Guest", "solaris10Guest", "solaris10_64Guest",
        "solaris11_64Guest", "os2Guest", "eComStationGuest", "eComStation2Guest", "netware4Guest", "netware5Guest",
        "netware6Guest", "openServer5Guest", "openServer6Guest", "unixWare7Guest",
        "darwinGuest", "darwin64Guest", "darwin10Guest", "darwin10_64Guest", "darwin11Guest", "darwin11_64Guest",
        "darwin12_64Guest", "darwin13_64Guest", "darwin14_64Guest", "darwin15_64Guest", "darwin16_64Guest", "darwin17_64Guest",
        "darwin18_64Guest", "darwin19_64Guest", "darwin20_64Guest", "darwin21_64Guest", "darwin22_64Guest", "darwin23_64Guest",
        "vmkernelGuest", "vmkernel5Guest", "vmkernel6Guest", "vmkernel65Guest", "vmkernel7Guest", "vmkernel8Guest",
        "vmkernel9Guest", "otherGuest", "otherGuest64",
    ];

    /// <summary>Names in a .vmx that say it in other words than VIM.</summary>
    private static readonly (string InVmx, string Identifier)[] Others =
    [
        ("linux", "otherLinuxGuest"), ("longhorn", "winLonghornGuest"), ("longhorn-64", "winLonghorn64Guest"),
        ("whistler", "winXPHomeGuest"),
        ("winHyperV", "windowsHyperVGuest"), ("windows7srv-64", "windows7Server64Guest"),
        ("windows8srv-64", "windows8Server64Guest"),
        ("windows9srv-64", "windows9Server64Guest"), ("mandrake-64", "mandriva64Guest"), ("os2experimental", "os2Guest"),
        ("CRXPod1-64", "crxPod1Guest"), ("CRXSys1-64", "crxSys1Guest"),
    ];

    private static readonly Dictionary<string, string> ByName = Build();

    /// <summary>The identifier of what a .vmx file has, or of one in VIM's spelling; null where VIM has none.</summary>
    public static string? Of(string? guestOS) =>
        guestOS is not null && ByName.TryGetValue(Plain(guestOS), out var identifier) ? identifier : null;

    private static Dictionary<string, string> Build()
    {
        var identifiers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var identifier in Identifiers) identifiers.Add(Plain(identifier), identifier);
        foreach (var (inVmx, identifier) in Others) identifiers.Add(Plain(inVmx), identifier);
        return identifiers;
    }

    /// <summary>What both spellings share: the letters and digits in lower case, without VIM's "Guest".</summary>
    private static string Plain(string name)
    {
        var plain = name.ToLowerInvariant().Replace("-", "").Replace("_", "");
        int at = plain.LastIndexOf(Suffix, StringComparison.Ordinal);
        return at > 0 ? plain.Remove(at, Suffix.Length) : plain;
    }
}
