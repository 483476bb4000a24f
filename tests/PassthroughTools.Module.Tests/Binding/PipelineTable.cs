namespace PassthroughTools.Module.Tests.Binding;

/// <summary>
/// What each cmdlet binds of each kind of object that is piped in: "kinds => set: parameters", * being the object that was piped.
/// A kind that a command does not list is refused as InputObjectNotBound.
/// </summary>
internal static class PipelineTable
{
    /// <summary>What is piped, and how <see cref="BindingProbe.Bind"/> says it.</summary>
    public static IReadOnlyDictionary<string, (string Expression, string Words)> Kinds { get; } =
        new Dictionary<string, (string, string)>(System.StringComparer.Ordinal)
    {
        ["vm"] = ("$vm", "<ready-01>"),
        ["template"] = ("$template", "<golden-01>"),
        ["vmhost"] = ("$vmhost", "<esxi01.lab>"),
        ["cluster"] = ("$cluster", "<Lab-Cluster>"),
        ["hostdevice"] = ("$hostdevice", "<NIC free>"),
        ["vmdevice"] = ("$vmdevice", "<NIC held>"),
        ["pcidevice"] = ("$pcidevice", "<NIC free>"),
        ["server"] = ("$server", "<server>"),
        ["setting"] = ("$setting", "<lab.owner>"),
        ["configuration"] = ("$configuration", "<ready-01>"),
        ["snapshot"] = ("$snapshot", "<before>"),
        ["task"] = ("$task", "<PowerOffVM_Task>"),
        ["credential"] = ("$credential", "<admin>"),
        ["text"] = ("'text'", "text"),
        ["number"] = ("5", "5"),
        ["bag"] = ("[pscustomobject]@{ Name = 'text'; VM = 'text'; Server = 'text' }", "@{Name=text; VM=text; Server=text}"),
        ["null"] = ("$null", ""),
    };

    private const string Anything = "__AllParameterSets";
    private const string NullIsRefused = "null => !ParameterArgumentValidationError";

    public static IReadOnlyDictionary<string, string[]> Commands { get; } = new Dictionary<string, string[]>(
        System.StringComparer.Ordinal)
    {
        ["Get-VM"] = ["vmhost cluster text number => Default: Location=*", NullIsRefused],
        ["Get-VM -Name ready-01"] = ["vmhost cluster text number => Default: Location=*, Name=ready-01", NullIsRefused],
        ["Get-VM -Id VirtualMachine-vm-10"] = [],
        ["Get-VMHost"] = ["vm template => Related: VM=*", "vmhost cluster text number => Default: Location=*",
            "bag => Related: VM=text", NullIsRefused],
        ["Get-VMHost -Name esxi01.lab"] =
            ["vm template => Related: Name=esxi01.lab, VM=*",
                "vmhost cluster text number => Default: Location=*, Name=esxi01.lab", "bag => Related: Name=esxi01.lab, VM=text",
                NullIsRefused],
        ["Get-VMHost -State Connected"] = ["vmhost cluster text number => Default: Location=*, State=Connected", NullIsRefused],
        ["Get-VMHost -Id HostSystem-host-1"] = [],
        ["Get-Cluster"] = ["vm template => Related: VM=*", "vmhost cluster text number => Default: Location=*",
            "bag => Related: VM=text", NullIsRefused],
        ["Get-Cluster -Name Lab-Cluster"] =
            ["vm template => Related: Name=Lab-Cluster, VM=*",
                "vmhost cluster text number => Default: Location=*, Name=Lab-Cluster",
                "bag => Related: Name=Lab-Cluster, VM=text", NullIsRefused],
        ["Get-Cluster -VM ready-01"] = ["vmhost text number => Related: VM=ready-01, VMHost=*", NullIsRefused],
        ["Get-Cluster -Id ClusterComputeResource-domain-c1"] = [],
        ["Get-Template"] = ["vmhost cluster text number => Default: Location=*", NullIsRefused],
        ["Get-Template -Id VirtualMachine-vm-17"] = [],
        ["Get-PassthroughDevice"] = ["vm template text number => VM: VM=*", "bag => VM: VM=text", "vmhost => VMHost: VMHost=*",
            NullIsRefused],
        ["Get-PassthroughDevice -Id 0000:03:00.0"] =
            ["vm template text number => VM: Id=0000:03:00.0, VM=*", "bag => VM: Id=0000:03:00.0, VM=text",
                "vmhost => VMHost: Id=0000:03:00.0, VMHost=*", NullIsRefused],
        ["Get-PassthroughDevice -VMHost esxi01.lab"] = [],
        ["Get-VMHostPciDevice"] = [$"vmhost text number => {Anything}: VMHost=*", NullIsRefused],
        ["Get-VMResourceConfiguration"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text",
            NullIsRefused],
        ["Set-VMResourceConfiguration -MemReservationLockedToMax $true"] =
            [$"configuration => {Anything}: Configuration=*, MemReservationLockedToMax=True", NullIsRefused],
        ["Get-MmioSizing"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["Set-MmioSizing"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["Test-EnhancedDirectPathFeature"] =
        [
            "vm template text number => VM: VM=*", "bag => VM: VM=text", "vmhost => VMHost: VMHost=*",
            "hostdevice vmdevice pcidevice => PassthroughDevice: PassthroughDevice=*", NullIsRefused,
        ],
        ["Test-PassthroughPrerequisite"] =
        [
            "vm template text number => VM: VM=*", "bag => VM: VM=text", "vmhost => VMHost: VMHost=*",
            "hostdevice vmdevice pcidevice => PassthroughDevice: PassthroughDevice=*", NullIsRefused,
        ],
        ["Get-PassthroughRecommendation"] =
            ["hostdevice vmdevice pcidevice text number => PassthroughDevice: PassthroughDevice=*", NullIsRefused],
        ["Get-PassthroughRecommendation -Model IntelQat"] = [],
        ["Get-AdvancedSetting"] = [$"vm template text number => {Anything}: Entity=*", $"bag => {Anything}: Entity=text",
            NullIsRefused],
        ["New-AdvancedSetting -Name lab.rack -Value 7"] =
            [$"vm template text number => {Anything}: Entity=*, Name=lab.rack, Value=7",
                $"bag => {Anything}: Entity=text, Name=lab.rack, Value=7", NullIsRefused],
        ["Set-AdvancedSetting -Value 7"] = [$"setting => {Anything}: AdvancedSetting=*, Value=7", NullIsRefused],
        ["Remove-AdvancedSetting"] = [$"setting => {Anything}: AdvancedSetting=*", NullIsRefused],
        ["Start-VM"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["Stop-VM"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["Set-VM -Notes x"] = [$"vm template text number => {Anything}: Notes=x, VM=*", $"bag => {Anything}: Notes=x, VM=text",
            NullIsRefused],
        ["Remove-VM"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["New-VM lab-02"] =
            [$"vmhost text number => {Anything}: Name=lab-02, ResourcePool=*, VMHost=*",
                $"cluster => {Anything}: Name=lab-02, ResourcePool=*", NullIsRefused],
        ["New-VM lab-02 -VMHost esxi01.lab"] =
            [$"vmhost cluster text number => {Anything}: Name=lab-02, ResourcePool=*, VMHost=esxi01.lab", NullIsRefused],
        ["New-VM lab-02 -ResourcePool Lab-Cluster"] =
            [$"vmhost text number => {Anything}: Name=lab-02, ResourcePool=Lab-Cluster, VMHost=*", NullIsRefused],
        ["Suspend-VM"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["Restart-VM"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],

        // Text can be either and becomes both; Move-VM takes it for a machine then, see pester/Lifecycle.Tests.ps1.
        ["Move-VM"] = [$"vm template => {Anything}: VM=*", "text number => __AllParameterSets: Destination=*, VM=*",
            "bag => __AllParameterSets: VM=text", "vmhost cluster => !InputObjectMissingMandatory", NullIsRefused],
        ["Move-VM -Destination esxi01.lab"] = [$"vm template text number => {Anything}: Destination=esxi01.lab, VM=*",
            $"bag => {Anything}: Destination=esxi01.lab, VM=text", NullIsRefused],
        ["Move-VM -VM bios-01"] = [$"vmhost cluster text number => {Anything}: Destination=*, VM=bios-01", NullIsRefused],
        ["Get-Snapshot"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["New-Snapshot -Name x"] = [$"vm template text number => {Anything}: Name=x, VM=*", $"bag => {Anything}: Name=x, VM=text",
            NullIsRefused],
        ["Remove-Snapshot"] = [$"snapshot => {Anything}: Snapshot=*", NullIsRefused],
        ["Set-VMHost -State Connected"] = [$"vmhost text number => {Anything}: State=Connected, VMHost=*", NullIsRefused],
        ["Get-EsxCli"] = [$"vmhost text number => {Anything}: VMHost=*", NullIsRefused],
        ["Get-PowerCLIConfiguration"] = [],
        ["Set-PowerCLIConfiguration"] = [],
        ["Get-View"] = ["vm template vmhost cluster snapshot task server => GetViewByVIObject: VIObject=*", NullIsRefused],
        ["Get-VIObjectByVIView"] = [$"vm template vmhost cluster snapshot task server => {Anything}: VIView=*", NullIsRefused],
        ["Get-Task"] = [NullIsRefused],
        ["Find-PassthroughHost"] = [$"vm template text number => {Anything}: VM=*", $"bag => {Anything}: VM=text", NullIsRefused],
        ["New-PassthroughMaintenancePlan"] = [$"vmhost text number => {Anything}: VMHost=*", NullIsRefused],
        ["Get-PassthroughMaintenancePlan"] = [$"text number => {Anything}: Plan=*", NullIsRefused],
        ["Invoke-PassthroughMaintenancePlan"] = [$"text number => {Anything}: Plan=*", NullIsRefused],

        // An operation's name is text, and every object has a text.
        ["Set-PassthroughSimulation -Seconds 1"] =
        [
            $"text number bag => {Anything}: Operation=*, Seconds=1",
            "server => __AllParameterSets: Operation=<store>, Seconds=1",
            "snapshot => __AllParameterSets: Operation=before, Seconds=1",
            "vm configuration => __AllParameterSets: Operation=ready-01, Seconds=1",
            "template => __AllParameterSets: Operation=golden-01, Seconds=1",
            "vmhost => __AllParameterSets: Operation=esxi01.lab, Seconds=1",
            "cluster => __AllParameterSets: Operation=Lab-Cluster, Seconds=1",
            "hostdevice pcidevice => __AllParameterSets: Operation=NIC free, Seconds=1",
            "vmdevice => __AllParameterSets: Operation=NIC held, Seconds=1",
            "setting => __AllParameterSets: Operation=lab.owner, Seconds=1",
            "task => __AllParameterSets: Operation=PowerOffVM_Task, Seconds=1",
            "credential => __AllParameterSets: Operation=System.Management.Automation.PSCredential, Seconds=1",
            NullIsRefused,
        ],
        ["Wait-Task"] = [$"task text number => {Anything}: Task=*", NullIsRefused],
        ["Stop-Task"] = [$"task text number => {Anything}: Task=*", NullIsRefused],
        ["Remove-VMHost"] = [$"vmhost text number => {Anything}: VMHost=*", NullIsRefused],
        ["Restart-VMHost"] = [$"vmhost text number => {Anything}: VMHost=*", NullIsRefused],
        ["Add-PassthroughDevice -VM ready-01"] =
            ["hostdevice vmdevice pcidevice text number => Device: PassthroughDevice=*, VM=ready-01", NullIsRefused],
        ["Add-PassthroughDevice -PassthroughDevice 0000:03:00.0"] =
            ["vm template text number => Device: PassthroughDevice=0000:03:00.0, VM=*",
                "bag => Device: PassthroughDevice=0000:03:00.0, VM=text", NullIsRefused],
        ["Add-PassthroughDevice -DeviceClass com.intel.flexgpu"] =
            ["vm template text number => Enhanced: DeviceClass=com.intel.flexgpu, VM=*",
                "bag => Enhanced: DeviceClass=com.intel.flexgpu, VM=text", NullIsRefused],
        ["Add-PassthroughDevice -DeviceGroup pair"] =
            ["vm template text number => DeviceGroup: DeviceGroup=pair, VM=*", "bag => DeviceGroup: DeviceGroup=pair, VM=text",
                NullIsRefused],
        ["Add-PassthroughDevice -AllowedDevice 10de:1eb8"] = ["vm template text number => Dynamic: AllowedDevice=10de:1eb8, VM=*",
            "bag => Dynamic: AllowedDevice=10de:1eb8, VM=text", NullIsRefused],

        // Text can be either and becomes both, as in PowerCLI; an object is one of them, and the other one is missing.
        ["Add-PassthroughDevice"] =
        [
            "text number => Device: PassthroughDevice=*, VM=*", "bag => !InputObjectMissingMandatory",
            "vm template hostdevice vmdevice pcidevice => !InputObjectMissingMandatory",
            NullIsRefused,
        ],
        ["Remove-PassthroughDevice"] = [$"hostdevice vmdevice pcidevice text number => {Anything}: PassthroughDevice=*",
            NullIsRefused],
        ["Remove-PassthroughDevice -VM gpu-01"] =
            [$"hostdevice vmdevice pcidevice text number => {Anything}: PassthroughDevice=*, VM=gpu-01", NullIsRefused],
        ["Set-PassthroughDevice -Mode Host"] =
            [$"hostdevice vmdevice pcidevice text number => {Anything}: Mode=Host, PassthroughDevice=*", NullIsRefused],
        ["Disconnect-VIServer"] = [$"server text number => {Anything}: Server=*", NullIsRefused],

        // What is no credential is asked for the password of one, which this host cannot do.
        ["Connect-VIServer none.json"] =
        [
            "credential => Default: Credential=*, Server=none.json, User=System.Management.Automation.PSCredential",
            "vm template vmhost cluster hostdevice vmdevice pcidevice server setting configuration snapshot task text number "
            + "bag => !ParameterArgumentTransformationError",
            NullIsRefused,
        ],

        // A path is text, and every object has a text.
        ["Import-PassthroughInventory"] =
        [
            "text number bag => Path: Path=*",
            "vm configuration => Path: Path=ready-01",
            "template => Path: Path=golden-01",
            "vmhost => Path: Path=esxi01.lab",
            "cluster => Path: Path=Lab-Cluster",
            "hostdevice pcidevice => Path: Path=NIC free",
            "vmdevice => Path: Path=NIC held",
            "server => Path: Path=<store>",
            "setting => Path: Path=lab.owner",
            "snapshot => Path: Path=before",
            "task => Path: Path=PowerOffVM_Task",
            "credential => Path: Path=System.Management.Automation.PSCredential",
            NullIsRefused,
        ],
        ["Export-PassthroughInventory copy.json"] = [],
        ["Export-PassthroughReport r.html"] = [$"vmhost cluster text number => {Anything}: Location=*, Path=r.html",
            NullIsRefused],
        ["Get-PassthroughReport"] = [$"vmhost cluster text number => {Anything}: Location=*", NullIsRefused],
        ["Get-PassthroughCapability"] = [],
        ["Get-PassthroughEvent"] = [],
    };

    /// <summary>What a command binds of each kind.</summary>
    public static IEnumerable<(string Kind, string Expected)> Expectations(string command)
    {
        var accepted = Commands[command].Select(static line => line.Split(" => "))
            .SelectMany(static parts => parts[0].Split(' ').Select(kind => (Kind: kind, Expected: parts[1])))
            .ToDictionary(static pair => pair.Kind, static pair => pair.Expected, System.StringComparer.Ordinal);
        return Kinds.Select(kind => (
            kind.Key,
            accepted.TryGetValue(kind.Key, out var expected)
                ? expected.Replace("*", kind.Value.Words, System.StringComparison.Ordinal)
                : "!InputObjectNotBound"));
    }
}
