using MdeHunting.Contract;

namespace MdeHunting.Isolation;

/// <summary>The private part that signs in and hunts.</summary>
internal static class ServiceLoader
{
    /// <summary>The part; loaded when it is first needed.</summary>
    public static IMdeService Service => PrivatePart<IMdeService>.Load("service", "MdeHunting.Service.MdeService");
}
