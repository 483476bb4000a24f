# What of the suite cannot run on govmomi's simulator of a vSphere, and why: patterns of "file: name of a test".
@{
    'A vSphere takes no import.'                                             = @(
        'Import: *'
        'Inventory: refuses a name that two machines have where one is meant, naming both: *'
        'MaintenancePlan: refuses a name that two machines have'
        'MaintenancePlan: means one of two machines of a name by *'
        'Mmio: warns of a size that is *'
        'PassthroughDevice: is Unknown or null, and never false'
        'PassthroughDevice: is a warning where *'
        'PassthroughDevice: is said of a host that would be given such a device'
        'ShouldProcess: asks where its impact is high enough, and changes nothing without an answer: *Import-PassthroughInventory*'
        'ShouldProcess: does not ask with -Confirm:$false, and asks with -Confirm: *Import-PassthroughInventory*'
        'Rehearsal: is what the target would commit: the same events, with the same numbers'
        'Power: undoes an import under a wrong name'
        'Objects: are here'
        'Completion: offers at most 200'
        'Completion: finds the last ones'
    )
    'A vSphere removes a setting that is given an empty value.'              = @('AdvancedSetting: writes nothing as*')
    'A vSphere gives a machine settings of its own.'                         = @(
        'AdvancedSetting: finds by a machine without settings'
    )
    'A vSphere does not take Get-EsxCli.'                                    = @('EsxCli: *', 'Objects: are rows of words in CSV and HTML, with no name of a type')
    'A vSphere''s tasks, keys and priorities are its own.'                   = @(
        'Vim: refuse a priority that there is not'
        'Vim: have the keys that a vCenter describes them by'
    )
    'A vSphere sets the modes Host and DirectPath.'                          = @('Errors: ModeNotConfigurable: a mode that the device lacks')
    'A vSphere has events of its own.'                                       = @(
        'Event: *'
        'Rehearsal: works on a copy: the target stays as it was, the events say what would have changed'
        'Interrupt: in a long pipeline leaves whole changes only'
    )
    'A vSphere tells of what it does in several events, and of some not.'    = @(
        'PassthroughDevice: changes mode and label at once, as one event, and nothing where all is as asked'
        'Power: works on many machines, one event each'
        'Window: shows what became of each step'
    )
    'A spec goes to the server as it is.'                                    = @(
        'Vim: refuses *by name, and changes nothing'
        'Vim: refuse a device that is there twice'
        'Vim: refuse what is gone'
        'Vim: refuse a host of another cluster'
        'Vim: refuse to power on where the machine is not'
        'Vim: follows the rules of the cmdlets'
        'Vim: are VIM''s in what methods refuse'
        'VimScripts: is told by name what is not there, and has changed nothing: *'
        'VimHostile: is refused in words, with *'
        'VimHostile: that adds a device is refused by name, not dropped, with *'
        'VimHostile: refuses in words no configuration'
        'VimHostile: refuses in words a move *'
    )
    'A vSphere has and does what a store has not and does not.'              = @(
        'Vim: are refused by name where they are not served'
        'Vim: matches no filter, and is no fault of -Property or UpdateViewData'
        'Vim: is taken where it asks nothing, and refused by name where it does'
        'Rehearsal: of 1 refuses a target as without it'
        'Objects: of a server that is no vCenter has no version'
    )
    'The simulator has no resourceConfig, graphics, affinity, encryption, secure boot and devices of controllers, and no names of what tasks are about.' = @(
        'VimScripts: finds which machine has a GPU, from the host''s graphics devices and back'
        'VimScripts: finds machines whose memory is not locked, and their reservations'
        'VimScripts: audits how machines are secured; what is not known is empty'
        'VimScripts: hardens machines, and reads what it has set'
        'VimScripts: pins a machine and makes it sensitive to latency, and undoes that'
        'VimScripts: does what it says'
        'Vim: has what scripts read of a machine''s configuration'
        'Vim: has a host''s devices, signed as the original, and their passthrough'
        'Vim: has a machine''s devices with keys, controllers and labels, told by class and by name'
        'Vim: lead to objects and views of their own server'
    )
    'The simulator has no guests, folders, services of clusters and hardware of hosts.' = @(
        'Objects: of a host, its cluster and a machine is what the sample rack tells'
    )
    'A server is named by its host, and the simulator''s is that of every other one.' = @(
        'Completion: completes Get-VM -Server *second'
        'Completion: completes Get-VM -Server sec'
        'Completion: completes Disconnect-VIServer fir'
        'Completion: completes New-AdvancedSetting x y z -Server sec'
        'Completion: completes from the default servers, or from those that -Server names'
        'Completion: says which one is a rehearsal'
        'Connect: names servers by pattern'
        'Connect: takes servers by pattern'
    )
    'VIM does not tell of IOMMU and Above 4G decoding.'                      = @(
        'Rehearsal: is what the target would decide: the same refusals, in the same words'
        'Inventory: carries what an administrator reads of a host'
        'Errors: has the object itself as target where it is an object'
        'Errors: IommuDisabled: a host without IOMMU'
        'Prerequisite: ready: *'
        'Prerequisite: wants-t4: *'
        'Prerequisite: unreserved: *'
        'Prerequisite: bios: *'
        'Prerequisite: ancient: *'
        'Prerequisite: hw13: *'
        'Prerequisite: no-iommu: *'
        'Prerequisite: no-above4g: *'
        'Prerequisite: running: *'
        'Prerequisite: suspended: *'
        'Prerequisite: wants-label: *'
        'Prerequisite: small-mmio: *'
        'Prerequisite: golden: *'
        'Prerequisite: odd02.lab: *'
        'Prerequisite: odd03.lab: *'
        'Prerequisite: maint.lab: *'
        'Prerequisite: -Quiet is True for *'
        'Prerequisite: -Quiet is true for a host whose devices serve'
        'Prerequisite: shows target by target what failed, with a remedy that can be copied, then in one line each what passes'
        'Prerequisite: tells the inventory what it does not know'
        'Errors: Above4GDecodingDisabled: a large device on a host without Above 4G decoding'
    )
    'VIM does not tell which devices are virtual functions.'                 = @(
        'Errors: DeviceInUse: a physical function of which a function is used'
        'Errors: DeviceInUse: a virtual function of a function that is taken'
        'Prerequisite: mends DeviceFree of a virtual function whose parent is passed through'
    )
    'VIM sets the modes Host and DirectPath only.'                           = @(
        'PassthroughDevice: changes the mode of a device given by *'
        'PassthroughDevice: makes the mode active when the host restarts'
        'PassthroughDevice: refuses a mode that it lacks, and goes on'
    )
    'The simulator is of vSphere 7.0, which has no DVX classes.'             = @(
        'ShouldProcess: changes nothing with -WhatIf: *-DeviceClass*'
        'ShouldProcess: asks where its impact is high enough, and changes nothing without an answer: *-DeviceClass*'
        'ShouldProcess: does not ask with -Confirm:$false, and asks with -Confirm: *-DeviceClass*'
        'Prerequisite: tests requests for an Enhanced device too'
        'Vim: has Dynamic and Enhanced backings'
        'Errors: MemoryNotReserved: Enhanced without all memory reserved'
        'Errors: HardwareVersionTooLow: Enhanced below version 20'
        'Errors: DeviceNotFound: Enhanced with a device of no class'
        'Lifecycle: keeps the device of a suspended and of a restarted machine'
        'Lifecycle: * is refused, and done with -Force'
        'Lifecycle: what the DVX class allows is done, and what it denies is refused even with -Force'
        'Lifecycle: moves a running machine, and its device becomes one of the new host'
        'Lifecycle: chooses another host of a cluster that takes it'
        'Lifecycle: adds memory and CPUs, and takes CPUs, where the device allows that'
        'Lifecycle: evacuates: what runs moves with its device, what is off is registered elsewhere, what is suspended stays'
        'PassthroughDevice: asks for an Enhanced device by *'
        'PassthroughDevice: keeps configuration parameters of an Enhanced device'
        'Completion: completes: Add-PassthroughDevice flex-01 -DeviceClass '
        'Window: frees the host, and brings everything back'
        'Window: brings back what was begun, also where the evacuation was not finished'
        'Window: is not carried out again when it was restored'
        'Window: is carried out by one session at a time'
        'Window: is carried out in memory, and the plan is new for the real one'
    )
    'The simulator is of vSphere 7.0, which has no device groups.'           = @(
        'PassthroughDevice: are shown by their host and their devices'
        'PassthroughDevice: are exported and imported'
        'PassthroughDevice: are attached whole *'
        'PassthroughDevice: are warned of when one of their devices is attached by itself, and completed by name'
        'PassthroughDevice: are not warned of when the pipeline brings all their devices'
        'PassthroughDevice: are of the machine''s host'
        'PassthroughDevice: are detached whole by *'
        'PassthroughDevice: say in -WhatIf, once, that all devices are meant, and change nothing'
        'PassthroughDevice: are warned of where a machine holds a part'
    )
    'The simulator hangs up where an argument is missing.'                   = @(
        'VimHostile: refuses in words a reference to nothing'
        'VimHostile: refuses in words no name'
    )
    'The simulator hangs up where one session removes what another has made.' = @(
        'Pipeline: does not make up what another session has done since'
    )
    'It says nothing of a backend.'                                          = @(
        'Capability: *', 'Culture: *', 'Formatting: *', 'Help: *', 'Mock: *', 'PowerCLIConfiguration: *', 'Recommendation: *', 'ScriptAnalyzer: *'
    )
}
