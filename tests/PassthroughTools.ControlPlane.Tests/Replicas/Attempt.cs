using System.Diagnostics;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>What a client asked for of a device, when, and what it was answered.</summary>
/// <param name="Device">The device's number.</param>
/// <param name="Began">When it asked, in <see cref="Stopwatch"/> ticks.</param>
/// <param name="Ended">When it was answered.</param>
/// <param name="Sequence">The sequence number of the change that it was told of; null where it was refused or only
/// looked.</param>
/// <param name="WasHeld">Whether it was told that somebody holds the device; null where it changed it.</param>
/// <param name="Holder">Whom it was told that the device belongs to, where it looked.</param>
internal sealed record Attempt(int Device, long Began, long Ended, long? Sequence, bool? WasHeld, string? Holder = null);
