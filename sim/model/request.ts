/** What the guest asks for with one doorbell, drawn whole and in request order so that compared paths stay in step. */
export interface Request {
  /** Position among the guest's requests, from 0. */
  index: number;
  /** When the guest meant to ring; later than this only if the vcpu was still busy. */
  intended: number;
  /** When the guest did ring. */
  stored: number;
  /** How long the device's handler will work on it. */
  service: number;
}
