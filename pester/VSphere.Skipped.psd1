# What of the suite cannot run on govmomi's simulator of a vSphere, and why: patterns of "file: name of a test".
@{
    'A vSphere takes no import.'                                             = @(
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
    'A vSphere tells of what it does in several events, and of some not.'    = @(
        'PassthroughDevice: changes mode and label at once, as one event, and nothing where all is as asked'
        'Power: works on many machines, one event each'
    )
    'VIM sets the modes Host and DirectPath only.'                           = @(
        'PassthroughDevice: changes the mode of a device given by *'
        'PassthroughDevice: makes the mode active when the host restarts'
    )
    'The simulator is of vSphere 7.0, which has no DVX classes.'             = @(
        'ShouldProcess: changes nothing with -WhatIf: *-DeviceClass*'
        'ShouldProcess: asks where its impact is high enough, and changes nothing without an answer: *-DeviceClass*'
        'ShouldProcess: does not ask with -Confirm:$false, and asks with -Confirm: *-DeviceClass*'
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
}
