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
        'Power: undoes an import under a wrong name'
    )
    'A vSphere gives a machine settings of its own.'                         = @(
        'AdvancedSetting: finds by a machine without settings'
    )
    'A vSphere does not take Get-EsxCli.'                                    = @('EsxCli: *')
    'A vSphere has events of its own.'                                       = @('Event: *')
    'A vSphere tells of what it does in several events, and of some not.'    = @(
        'PassthroughDevice: changes mode and label at once, as one event, and nothing where all is as asked'
        'Power: works on many machines, one event each'
    )
    'A spec goes to the server as it is.'                                    = @(
        'Vim: refuses *by name, and changes nothing'
        'VimScripts: is told by name what is not there, and has changed nothing: *'
    )
    'VIM does not tell of IOMMU and Above 4G decoding.'                      = @(
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
    )
    'The simulator is of vSphere 7.0, which has no DVX classes.'             = @(
        'ShouldProcess: changes nothing with -WhatIf: *-DeviceClass*'
        'ShouldProcess: asks where its impact is high enough, and changes nothing without an answer: *-DeviceClass*'
        'ShouldProcess: does not ask with -Confirm:$false, and asks with -Confirm: *-DeviceClass*'
        'Prerequisite: tests requests for an Enhanced device too'
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
    'The simulator hangs up where one session removes what another has made.' = @(
        'Pipeline: does not make up what another session has done since'
    )
    'It says nothing of a backend.'                                          = @(
        'Capability: *', 'Culture: *', 'Formatting: *', 'Help: *', 'Mock: *', 'PowerCLIConfiguration: *', 'Recommendation: *', 'ScriptAnalyzer: *'
    )
    'It was not yet tried on a vSphere.'                                     = @(
        'Completion: *', 'Connect: *', 'Interrupt: *', 'Objects: *', 'VimHostile: *', 'Window: *'
    )
}
