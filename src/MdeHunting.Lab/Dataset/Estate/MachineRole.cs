namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>What a device is there for.</summary>
internal enum MachineRole
{
    Workstation,
    FileServer,
    ApplicationServer,
    PrintServer,
    DomainController,
}
