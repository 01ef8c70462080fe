/// The trial was taken over by another: not another byte of it may be written.
package struct ClaimLost: Error {}
