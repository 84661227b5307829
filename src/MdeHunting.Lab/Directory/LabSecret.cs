namespace MdeHunting.Lab.Directory;

/// <summary>A client secret that an application is to have; its value is made up when the lab starts.</summary>
/// <param name="Name">What a test asks for it by.</param>
/// <param name="Lifetime">How long after the lab's start it expires; negative where it has expired already.</param>
public sealed record LabSecret(string Name, TimeSpan Lifetime);
